"""Reductions, softmax and matrix products."""

from values.cases import Group


def reductions():
    group = Group("reductions")
    x = group.normal("x", 2, 3, 4)
    axes = [None, 0, -1, [0, 2], [-2]]
    for name in ["sum", "mean", "max", "min", "prod", "var", "std", "logsumexp"]:
        for axis in axes:
            if not (name == "prod" and isinstance(axis, list)):
                group.call(name, x, axis=axis)
        group.call(name, x, axis=1, keepdims=True)
    group.call("sum", x, axis=None, keepdims=True)
    for name in ["argmax", "argmin"]:
        for axis in [None, 0, -1]:
            group.call(name, x, axis=axis)
        group.call(name, x, axis=1, keepdims=True)
    flags = group.array("flags", [[True, False, True], [True, True, True]], "bool")
    for name in ["all", "any", "sum", "mean", "count_nonzero"]:
        group.call(name, flags, axis=1)
        group.call(name, flags)
    ties = group.array("ties", [[1.0, 3.0, 3.0], [2.0, 2.0, 1.0]])
    group.call("argmax", ties, axis=1)
    group.call("argmin", ties, axis=0)
    group.call("max", ties, axis=1)
    group.call("top_k", x, 2, gradient=False)
    group.call("cumsum", x, axis=1)
    group.call("cumprod", x, axis=2)
    group.call("moments", x, axes=[0, 1])
    group.call("moments", x, axes=[1], keepdims=True)
    empty = group.array("empty", [[], []])
    for name in ["sum", "mean", "prod"]:
        group.call(name, empty, axis=1, gradient=False)
    return group


def softmax():
    group = Group("softmax")
    x = group.normal("x", 2, 3, 4)
    for name in ["softmax", "log_softmax"]:
        for axis in [-1, 0, 1]:
            group.call(name, x, axis=axis)
    group.call("softmax", x, axis=[1, 2])
    group.call("softmax", group.array("large", [[300.0, 299.0, -300.0], [0.0, 0.0, 0.0]]))
    group.call("log_softmax", group.array("larger", [[900.0, 0.0, -900.0]]))
    labels = group.array("labels", [2, 0, 1, 3], "int32")
    group.call("one_hot", labels, 4)
    group.call("one_hot", labels, 3)
    group.call("one_hot", labels, 4, axis=0)
    group.call("one_hot", group.array("grid", [[1, 0], [2, 2]], "int64"), 3, dtype="int32", axis=1)
    group.call("multi_hot", group.array("sets", [[0, 2], [1, 1]], "int32"), 3)
    logits = group.normal("logits", 4, 3)
    soft = group.array("soft", group.rng.dirichlet([1, 1, 1], 4))
    classes = group.array("classes", [0, 2, 1, 2], "int32")
    bits = group.array("bits", group.rng.integers(0, 2, (4, 3)))
    chances = group.array("chances", group.rng.uniform(0.05, 0.95, (4, 3)))
    group.call("categorical_crossentropy", soft, logits, from_logits=True)
    group.call("categorical_crossentropy", soft, chances)
    group.call("sparse_categorical_crossentropy", classes, logits, from_logits=True)
    group.call("sparse_categorical_crossentropy", classes, chances)
    group.call("binary_crossentropy", bits, logits, from_logits=True)
    group.call("binary_crossentropy", bits, chances)
    group.call("normalize", logits, axis=1)
    return group


def products():
    group = Group("products")
    vector, other = group.normal("vector", 4), group.normal("other", 4)
    wide, tall = group.normal("wide", 3, 4), group.normal("tall", 4, 2)
    stack, stacks = group.normal("stack", 2, 3, 4), group.normal("stacks", 5, 1, 4, 3)
    for left, right in [(wide, tall), (vector, tall), (wide, vector), (vector, other),
                        (stack, tall), (stack, vector), (stacks, stack), (wide, stacks)]:
        group.call("matmul", left, right)
    group.call("dot", wide, tall)
    group.call("dot", stack, tall)
    group.call("tensordot", stack, wide, axes=[[1, 2], [0, 1]])
    group.call("tensordot", wide, tall, axes=1)
    group.call("outer", vector, other)
    group.call("einsum", "ij,jk->ik", wide, tall)
    group.call("einsum", "bij,ij->b", stack, wide)
    group.call("einsum", "...ij,kj->...ki", stack, wide)
    group.call("norm", wide)
    group.call("norm", wide, axis=1)
    group.call("norm", stack, ord=1, axis=2, keepdims=True)
    return group
