"""Windows and messages: what the person sees and clicks. Nothing imports this package but the plugin."""
