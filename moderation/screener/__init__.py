"""The screener: a local service that reads text, and the client that asks it.

It speaks the OpenAI moderations protocol, so that production may put another server in its place.
"""
