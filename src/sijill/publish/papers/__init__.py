"""Documents about one entry of the register: an opinion on a law, a bulletin on a shutdown. Pure.

Each is put together once, from facts that others gathered, and shown as a page and as DOCX. Words are
those of `publish/text`, in the language asked for, whatever the language of the page that asks.
"""
