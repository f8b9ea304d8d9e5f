"""A server on loopback that speaks the Videos API as OpenAI, SGLang and vLLM-Omni do, over real
sockets; and one that misbehaves, where somebody says how."""
