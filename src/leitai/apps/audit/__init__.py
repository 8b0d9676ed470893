"""The record of every change, sealed into a hash chain."""
