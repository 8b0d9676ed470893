"""Opening sentences: each page says in words what matters, and every figure is a way down."""

from leitai.web.sentences.board import board_sentence
from leitai.web.sentences.segments import Figure, Segment, listed, sentence

__all__ = ["Figure", "Segment", "board_sentence", "listed", "sentence"]
