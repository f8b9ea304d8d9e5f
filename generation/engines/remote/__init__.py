"""An engine elsewhere: any server that speaks the OpenAI Videos API (docs/remote-engine.md).

Prompts, and pictures where the operator's table lets them, leave this house for a processor that
the table names. What a server answers is believed in nothing: not its ids, lengths or films.
"""
