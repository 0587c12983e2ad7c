from .api import parse, read
__version__ = "0.1.0"
