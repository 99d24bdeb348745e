"""The layers that run in place of a loaded BERT's own."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import torch
from transformers import BertConfig, BertModel

from index.encoder import multiplies_bfloat16
from index.quick_bert import QuickLayers, quicken

SIZES: dict[str, Any] = {
    "vocab_size": 50,
    "hidden_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 64,
}
NUMBERS = [torch.float32, *([torch.bfloat16] if multiplies_bfloat16() else [])]


def bert(number: torch.dtype = torch.float32, **more: Any) -> Any:
    """Return a small model with weights by chance."""
    torch.manual_seed(7)
    model: Any = BertModel(BertConfig(**SIZES, **more))
    return model.to(number).eval()


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("lengths", [(5,), (9, 4)])
def test_results_are_the_same(number: torch.dtype, lengths: tuple[int, ...]) -> None:
    """A short text alone and texts of two lengths together get what the model itself gives."""
    own = bert(number)
    quick = copy.deepcopy(own)
    quicken(quick)
    tokens = torch.arange(len(lengths) * max(lengths)).reshape(len(lengths), -1)
    mask = (torch.arange(max(lengths)) < torch.tensor(lengths)[:, None]).long()
    with torch.inference_mode():
        expected = own(input_ids=tokens, attention_mask=mask).last_hidden_state
        found = quick(input_ids=tokens, attention_mask=mask).last_hidden_state

    assert isinstance(quick.encoder, QuickLayers)
    assert torch.allclose(expected[mask.bool()], found[mask.bool()], atol=1e-6)


def test_models_that_tell_more_are_left_alone() -> None:
    """A model of which every layer's output is wanted keeps its own layers."""
    model = bert(output_hidden_states=True)
    quicken(model)

    assert not isinstance(model.encoder, QuickLayers)
