"""Models of LSTM."""

import numpy as np
from keras import Input, Model, Sequential, layers

from case import Case, case, compiled, flat

# Full, ending masked, starting masked, with gaps, nothing valid, both ends masked.
ROWS = ["11111", "11000", "00111", "10101", "00000", "01110"]
VALID = np.array([[step == "1" for step in row] for row in ROWS])


@case
def lstm_stacked():
    """LSTM over LSTM in a Sequential: whole sequences, then the last step."""
    model = Sequential([
        Input((5, 3), name="x"),
        layers.LSTM(4, return_sequences=True),
        layers.LSTM(3),
        layers.Dense(2),
    ])
    return Case(compiled(model, "mse", "rmsprop"), ["real"])


@case
def lstm_options():
    """Each option: activations, bias, backwards, unrolled, initializers, regularizers, …"""
    x = Input((5, 3), name="x")
    a = layers.LSTM(2, activation="relu", recurrent_activation="hard_sigmoid", use_bias=False)(x)
    b = layers.LSTM(2, go_backwards=True, return_sequences=True, unit_forget_bias=False)(x)
    c = layers.LSTM(2, unroll=True, activation="softsign", bias_initializer="ones",
                    recurrent_initializer="glorot_uniform", kernel_initializer="he_normal")(x)
    d = layers.LSTM(2, go_backwards=True, kernel_regularizer="l2", recurrent_regularizer="l1",
                    bias_regularizer="l2", activity_regularizer="l2", use_cudnn=False,
                    kernel_constraint="max_norm", recurrent_constraint="unit_norm",
                    bias_constraint="non_neg")(x)
    h = layers.Concatenate()([a, flat(b), c, d])
    return Case(compiled(Model(x, layers.Dense(2, name="y")(h)), "mse"), ["real"])


@case
def lstm_states():
    """Encoder and decoder: states out of one LSTM into another, and initial states as inputs."""
    source = Input((5, 3), name="source")
    target = Input((4, 2), name="target")
    h0, c0 = Input((4,), name="h0"), Input((4,), name="c0")
    _, h, c = layers.LSTM(4, return_state=True)(source, initial_state=[h0, c0])
    decoder = layers.LSTM(4, return_sequences=True, return_state=True)
    sequence, last_h, last_c = decoder(target, initial_state=[h, c])
    y = layers.Dense(3, activation="softmax", name="y")(sequence)
    state = layers.Concatenate(name="state")([last_h, last_c])
    model = Model([source, target, h0, c0], [y, state])
    return Case(compiled(model, ["sparse_categorical_crossentropy", "mse"]), ["label", "real"])


@case
def lstm_mask():
    """A mask as an input: last step, whole sequence with states, backwards."""
    x, mask = Input((5, 3), name="x"), Input((5,), dtype="bool", name="mask")
    sequence, h, c = layers.LSTM(2, return_sequences=True, return_state=True)(x, mask=mask)
    backwards = layers.LSTM(2, go_backwards=True)(x, mask=mask)
    y = layers.Dense(2, name="y")(layers.Concatenate()([h, c, backwards]))
    # The mask travels with `sequence` into its loss: masked steps do not count.
    model = compiled(Model([x, mask], [y, sequence]), ["mse", "mse"])
    return Case(model, ["real"] * 2, inputs={"mask": VALID})


@case
def lstm_mask_state():
    """The same masks with a given initial state; backwards, unrolled, with zeros where masked."""
    x, mask = Input((5, 3), name="x"), Input((5,), dtype="bool", name="mask")
    h0, c0 = Input((2,), name="h0"), Input((2,), name="c0")
    given = layers.LSTM(2, return_sequences=True, name="given")(
        x, mask=mask, initial_state=[h0, c0])
    backwards = layers.LSTM(2, go_backwards=True, return_sequences=True, unroll=True,
                            zero_output_for_mask=True, name="backwards")(x, mask=mask)
    y = layers.Dense(2, name="y")(flat(layers.Concatenate()([given, backwards])))
    model = compiled(Model([x, mask, h0, c0], [y, given, backwards]), ["mse", None, "mae"])
    return Case(model, ["real"] * 3, inputs={"mask": VALID})


@case
def lstm_dropout():
    """LSTM with dropout and recurrent dropout; everything here is inference."""
    x = Input((4, 3), name="x")
    h = layers.LSTM(4, dropout=0.3, recurrent_dropout=0.2, return_sequences=True, seed=5)(x)
    h = layers.LSTM(3, dropout=0.2)(h)
    return Case(compiled(Model(x, layers.Dense(2, name="y")(h)), "mse"), ["real"], training=False)


@case
def lstm_stateful():
    """A stateful LSTM of fixed batch: one call from zero states, which it keeps afterwards."""
    x = Input(batch_shape=(6, 4, 3), name="x")
    h = layers.LSTM(3, stateful=True, return_sequences=True)(x)
    y = layers.Dense(2, name="y")(flat(h))
    return Case(compiled(Model(x, y), "mse"), ["real"])
