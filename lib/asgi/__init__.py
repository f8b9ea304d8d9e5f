"""What our ASGI processes share: routing, bounded bodies, errors in our shape, the WSGI bridge."""
