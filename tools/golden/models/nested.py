"""Models within models."""

from keras import Input, Model, Sequential, layers

from case import Case, case, compiled


def _encoder(name, width=5):
    x = Input((6,), name=f"{name}_input")
    h = layers.Dense(width, activation="tanh")(x)
    return Model(x, layers.Add()([layers.Dense(width, activation="sigmoid")(h), h]), name=name)


@case
def sequential_in_functional():
    """A Sequential called as a layer, and once more on its own output."""
    block = Sequential([Input((6,)), layers.Dense(8, activation="relu"), layers.Dense(6)],
                       name="block")
    x = Input((6,), name="x")
    h = block(block(x))
    y = layers.Dense(2, name="y")(layers.Add()([h, x]))
    return Case(compiled(Model(x, y), "mse"), ["real"])


@case
def model_used_twice():
    """Siamese: one functional model on two inputs; its calls are outputs too."""
    inner = _encoder("inner")
    a, b = Input((6,), name="a"), Input((6,), name="b")
    left, right = inner(a), inner(b)
    distance = layers.Dense(1, activation="sigmoid", name="same")((left - right) ** 2)
    model = Model([a, b], [distance, right, left])
    return Case(compiled(model, ["binary_crossentropy", "mse", None]), ["binary", "real", "real"])


@case
def nested_three_deep():
    """Functional in functional in Sequential, with normalisation and a frozen layer inside."""
    x = Input((6,), name="middle_input")
    h = layers.BatchNormalization()(_encoder("innermost")(x))
    h = layers.Dense(4, activation="relu", trainable=False)(h)
    middle = Model(x, h, name="middle")
    model = Sequential([Input((6,), name="x"), middle, layers.Dense(2)])
    return Case(compiled(model, "mse"), ["real"])


@case
def nested_many():
    """An inner model with two inputs and two outputs, in a list and in a dict."""
    a, b = Input((4,), name="a0"), Input((4,), name="b0")
    h = layers.Dense(4, activation="tanh")(a)
    inner = Model([a, b], [h, layers.Add()([h, b])], name="two")
    c = Input((4,), name="c0")
    named = Model({"c": c}, {"z": layers.Dense(3)(c), "y": layers.Dense(2)(c)}, name="named")
    x, w = Input((4,), name="x"), Input((4,), name="w")
    first, second = inner([x, w])
    out = named({"c": first + second})
    outputs = [layers.Dense(1, name="head")(out["z"]), out["y"]]
    return Case(compiled(Model([x, w], outputs), ["mse", "mae"]), ["real", "real"])


@case
def cnn_backbone():
    """Transfer: a frozen convolutional backbone under a new head."""
    image = Input((8, 8, 3), name="backbone_input")
    h = layers.Conv2D(4, 3, activation="relu", padding="same")(image)
    h = layers.BatchNormalization()(h)
    backbone = Model(image, layers.MaxPooling2D(2)(h), name="backbone")
    backbone.trainable = False
    x = Input((8, 8, 3), name="image")
    h = layers.GlobalAveragePooling2D()(backbone(x, training=False))
    y = layers.Dense(3, activation="softmax", name="y")(h)
    return Case(compiled(Model(x, y), "categorical_crossentropy", "adam"), ["onehot"])
