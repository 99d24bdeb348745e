"""Which figures a question may mean: prepared facts, hard filters, learnt order and trust."""
