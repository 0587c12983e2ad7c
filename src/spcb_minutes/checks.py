"""stub"""
from .models import Document
def check(document: Document) -> Document:
    return document
