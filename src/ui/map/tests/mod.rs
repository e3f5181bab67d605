#![cfg(test)]
//! The canvas with hands on it, and its pictures.

pub mod bay;
pub mod board;
mod moving;
mod naming;
mod painting;
mod picking;
mod pinch;
mod regions;
mod steps;
mod truth;
