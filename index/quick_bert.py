"""Runs the layers of a BERT that Sentence Transformers has loaded, to the same results, faster.

A question is so short that laying out the weights for every product, and going through two hundred
modules, costs more than the products. Here weights are laid out once, and a layer is a few calls.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.functional import scaled_dot_product_attention
from transformers import BertModel
from transformers.modeling_outputs import BaseModelOutputWithPastAndCrossAttentions

LAYERS = "encoder"  # what BertModel calls them
EXPECTED_TOKENS = 16  # in a product: a hint for the layout, any number works
Product = Callable[[Tensor], Tensor]


def quicken(model: nn.Module) -> None:
    """Put ``QuickLayers`` in the place of every BERT's own layers, where they do the same."""
    for part in model.modules():
        if type(part) is BertModel and _is_plain(part.config):
            setattr(part, LAYERS, QuickLayers(part))


def _is_plain(config: Any) -> bool:
    """Tell whether only the last layer's output is wanted, of attention to both sides."""
    asks_more = config.output_hidden_states or config.output_attentions
    return config._attn_implementation == "sdpa" and not config.is_decoder and not asks_more


class QuickLayers(nn.Module):
    """All layers of a BERT; shape (texts, tokens, hidden) in and out."""

    def __init__(self, model: Any) -> None:
        """Take over the weights; those of ``model`` are no longer needed."""
        super().__init__()
        self._heads = model.config.num_attention_heads
        with torch.inference_mode():
            self._layers = [_taken_over(layer) for layer in model.encoder.layer]

    def forward(self, hidden_states: Tensor, attention_mask: Any = None, **_: Any) -> Any:
        """Return what the layers of the model would."""
        for layer in self._layers:
            hidden_states = self._through(layer, hidden_states, attention_mask)
        return BaseModelOutputWithPastAndCrossAttentions(last_hidden_state=hidden_states)

    def _through(self, layer: _Layer, told: Tensor, mask: Tensor | None) -> Tensor:
        looks = layer.look(told).view(*told.shape[:2], 3, self._heads, -1)
        query, key, value = looks.permute(2, 0, 3, 1, 4).unbind()
        seen = scaled_dot_product_attention(query, key, value, attn_mask=mask)
        known = layer.note(layer.gather(seen.transpose(1, 2).flatten(-2)) + told)
        return layer.conclude(layer.narrow(layer.bend(layer.widen(known))) + known)


class _Layer(NamedTuple):
    """What one layer does, in this order; attention comes after the first."""

    look: Product  # queries, keys and values side by side
    gather: Product
    note: Product
    widen: Product
    bend: Product
    narrow: Product
    conclude: Product


def _taken_over(layer: Any) -> _Layer:
    attention, own = layer.attention.output, layer.attention.self
    looks = (own.query, own.key, own.value)
    weight = torch.cat([look.weight for look in looks])
    return _Layer(
        look=_product(weight, torch.cat([look.bias for look in looks])),
        gather=_product(attention.dense.weight, attention.dense.bias),
        note=attention.LayerNorm,
        widen=_product(layer.intermediate.dense.weight, layer.intermediate.dense.bias),
        bend=layer.intermediate.intermediate_act_fn,
        narrow=_product(layer.output.dense.weight, layer.output.dense.bias),
        conclude=layer.output.LayerNorm,
    )


def _product(weight: Tensor, bias: Tensor) -> Product:
    """Return x -> x·weightᵀ + bias; the operators are those that torch.compile uses."""
    weight, bias = weight.detach(), bias.detach()
    if weight.dtype is not torch.bfloat16 or not hasattr(torch.ops.mkldnn, "_linear_pointwise"):
        return lambda told: nn.functional.linear(told, weight, bias)
    laid_out = torch.ops.mkldnn._reorder_linear_weight(weight, EXPECTED_TOKENS)
    multiply = torch.ops.mkldnn._linear_pointwise
    return lambda told: multiply(told, laid_out, bias, "none", [], "")
