"""Targets and predictions for losses and metrics."""

import numpy as np

import fixture


def samples():
    """For each kind of loss or metric: targets and predictions that suit it."""
    rng = fixture.generator("objects")
    logits = rng.normal(size=(4, 3))
    chances = np.exp(logits) / np.exp(logits).sum(axis=-1, keepdims=True)
    steps = rng.dirichlet([1, 1, 1], (4, 2))
    more = fixture.generator("objects, more")
    vectors = more.normal(size=(6, 3))
    vectors /= np.linalg.norm(vectors, axis=-1, keepdims=True)
    return {
        "real": (rng.normal(size=(4, 3)), rng.normal(size=(4, 3))),
        "positive": (rng.uniform(0.1, 2, (4, 3)), rng.uniform(0.1, 2, (4, 3))),
        "column": (rng.normal(size=4), rng.normal(size=(4, 1))),
        "binary": (rng.integers(0, 2, (4, 3)).astype(float), rng.uniform(0.02, 0.98, (4, 3))),
        "signs": (rng.choice([-1.0, 1.0], (4, 3)), rng.normal(size=(4, 3))),
        "logit": (rng.integers(0, 2, (4, 3)).astype(float), 3 * rng.normal(size=(4, 3))),
        "onehot": (np.eye(3)[[0, 2, 1, 1]], chances),
        "onehot_logits": (np.eye(3)[[0, 2, 1, 1]], 3 * logits),
        "distribution": (rng.dirichlet([1, 1, 1], 4), chances),
        "label": (np.array([0, 2, 1, 1]), chances),
        "label_column": (np.array([[0], [2], [1], [1]]), chances),
        "label_logits": (np.array([0, 2, 1, 1]), 3 * logits),
        "label_steps": (np.array([[0, 2], [1, 1], [2, 0], [0, 0]]), steps),
        "onehot_first": (np.eye(3)[[[0, 2], [1, 1]]].transpose(0, 2, 1),
                         steps[:2].transpose(0, 2, 1)),
        "steps": (more.normal(size=(2, 3, 2)), more.normal(size=(2, 3, 2))),
        "zeros": (np.zeros((2, 3)), np.array([[0.0, 0.0, 0.0], [0.5, 0.0, 1.0]])),
        "embedding": (np.array([0, 1, 0, 2, 1, 1]), vectors),
        "embedding_alone": (np.array([0, 0, 0]), vectors[:3]),
        "classes": (np.array([0, 1, 2, 1, 0, 2, 3, 1]), np.array([0, 1, 1, 1, 2, 2, 0, -1])),
        "class_map": (np.array([[0, 1], [2, 1]]), np.array([[0, 1], [1, 1]])),
        "edges": (np.array([0.0, 0.0, 1.0, 1.0, 1.0]), np.array([0.0, 0.5, 0.25, 0.75, 1.0])),
        "outside": (np.array([0.0, 1.0, 1.0, 0.0]), np.array([-0.5, 1.5, 0.4, 0.6])),
        "ties": (np.eye(3)[[0, 2, 1, 1]], np.array([[0.4, 0.4, 0.2], [0.3, 0.3, 0.3],
                                                    [0.0, 0.5, 0.5], [0.0, 0.0, 0.0]])),
        "sorted_ids": (np.array([0, 2, 1, 1]), np.array([[0.0, 1.0, 2.0], [1.0, 0.0, 2.0],
                                                         [2.0, 1.0, 0.0], [0.0, 2.0, 1.0]])),
        "onehot_found": (np.eye(3)[[0, 2, 1, 1]], np.array([0, 1, 1, 2])),
        "exact": (np.array([1.0, 2.0, 3.0, 4.0]), np.array([1.0, 2.5, 3.0, -4.0])),
        "spoken": (np.array([[1, 2, 0], [2, 2, 1], [0, 0, 0], [1, 0, 0]]),
                   fixture.generator("objects, frames").normal(size=(4, 6, 3))),
        "certain": (np.array([0.0, 1.0, 0.0, 1.0]), np.array([0.0, 1.0, 1.0, 0.0])),
        "certain_label": (np.array([0, 1]), np.array([[1.0, 0.0, 0.0], [1.0, 0.0, 0.0]])),
    }
