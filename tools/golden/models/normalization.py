"""Models of BatchNormalization, and residual nets around it."""

from keras import Input, Model, Sequential, layers, losses

from case import Case, case, compiled


@case
def batch_norm():
    """Batch statistics in training with each option: centre, scale, axis, momentum, epsilon."""
    x = Input((5, 4, 2), name="image")
    h = layers.Conv2D(3, 3, use_bias=False)(x)
    h = layers.BatchNormalization()(h)
    h = layers.Activation("relu")(h)
    h = layers.BatchNormalization(center=False, momentum=0.8)(h)
    h = layers.BatchNormalization(scale=False, epsilon=0.01, axis=1)(h)
    h = layers.BatchNormalization(center=False, scale=False, momentum=0.5)(
        layers.Activation("tanh")(layers.Flatten()(h)))
    y = layers.Dense(2, name="y")(h)
    return Case(compiled(Model(x, y), "mse"), ["real"])


@case
def batch_norm_options():
    """Initializers, regularizers and constraints of BatchNormalization, on rank 2 and 3."""
    model = Sequential([
        Input((4, 5), name="x"),
        layers.BatchNormalization(
            beta_initializer="ones", gamma_initializer="he_normal", beta_regularizer="l2",
            gamma_regularizer="l1", beta_constraint="non_neg", gamma_constraint="max_norm",
            moving_mean_initializer="ones", moving_variance_initializer="zeros"),
        layers.Dense(4, activation="tanh"),
        layers.Flatten(),
        layers.BatchNormalization(axis=-1, momentum=0.0),
        layers.Dense(2),
    ])
    return Case(compiled(model, "mse"), ["real"])


@case
def batch_renorm():
    """BatchNormalization with renorm: three more statistics, clipped corrections."""
    x = Input((6,), name="x")
    h = layers.BatchNormalization(renorm=True, renorm_momentum=0.9)(x)
    clipping = {"rmax": 1.2, "rmin": 0.8, "dmax": 0.3}
    h = layers.Dense(5, activation="tanh")(h)
    h = layers.BatchNormalization(renorm=True, renorm_clipping=clipping)(h)
    y = layers.Dense(2, name="y")(h)
    return Case(compiled(Model(x, y), "mse"), ["real"], batch=7)


@case
def residual():
    """A residual net: convolution, normalisation and ReLU layers, 1x1 projection, Add."""
    image = Input((6, 6, 2), name="image")
    h = layers.Conv2D(2, 3, padding="same", activation="relu")(image)
    h = layers.Add()([h, image])
    shortcut = layers.Conv2D(3, 1, strides=2)(h)
    h = layers.Conv2D(3, 3, strides=2, padding="same", use_bias=False)(h)
    h = layers.ReLU()(layers.BatchNormalization()(h))
    h = layers.Add()([layers.Conv2D(3, 3, padding="same")(h), shortcut])
    logits = layers.Dense(4, name="logits")(layers.GlobalAveragePooling2D()(h))
    loss = losses.SparseCategoricalCrossentropy(from_logits=True)
    return Case(compiled(Model(image, logits, name="resnet"), loss, "sgd", metrics=["accuracy"]),
                ["label"])


@case
def mlp_mixer():
    """An MLP mixer: patches by a convolution, mixing over places and channels, Permute between."""
    def mixed(h, units):
        return layers.Dense(h.shape[-1])(layers.Dense(units, activation="gelu")(h))

    x = Input((6, 6, 2), name="image")
    h = layers.Reshape((9, 4))(layers.Conv2D(4, 2, strides=2)(x))
    for _ in range(2):
        tokens = layers.Permute((2, 1))(layers.LayerNormalization(epsilon=1e-6)(h))
        h = layers.Add()([h, layers.Permute((2, 1))(mixed(tokens, 5))])
        h = layers.Add()([h, mixed(layers.LayerNormalization(epsilon=1e-6)(h), 6)])
    h = layers.LayerNormalization()(layers.Flatten()(h))
    y = layers.Dense(3, activation="softmax", name="y")(h)
    return Case(compiled(Model(x, y), "sparse_categorical_crossentropy", "adam"), ["label"])


@case
def layer_norm_options():
    """Each option of LayerNormalization: axes in front, behind and apart, rms_scaling."""
    x = Input((3, 4, 5), name="x")
    h = layers.Dense(5, activation="tanh")(x)
    parts = [
        layers.LayerNormalization(axis=[1, 2, 3])(h),
        layers.LayerNormalization(axis=(2, 3), center=False)(h),
        layers.LayerNormalization(axis=1, scale=False)(h),
        layers.LayerNormalization(axis=[-1, 1], epsilon=0.1)(h),
        layers.LayerNormalization(center=False, scale=False)(h),
        layers.LayerNormalization(rms_scaling=True)(h),
        layers.LayerNormalization(
            axis=[-2, -1], beta_initializer="ones", gamma_initializer="he_normal",
            beta_regularizer="l2", gamma_regularizer="l1", beta_constraint="non_neg",
            gamma_constraint="max_norm")(h),
    ]
    y = layers.Dense(2, name="y")(layers.Flatten()(layers.Concatenate()(parts)))
    return Case(compiled(Model(x, y), "mse"), ["real"])


@case
def group_norm():
    """A convolutional net with GroupNormalization: groups of some, one and all channels."""
    x = Input((6, 5, 2), name="image")
    h = layers.Conv2D(6, 3, use_bias=False)(x)
    h = layers.Activation("silu")(layers.GroupNormalization(groups=3)(h))
    h = layers.Conv2D(4, 2, use_bias=False)(h)
    h = layers.ELU()(layers.GroupNormalization(groups=1)(h))
    h = layers.GroupNormalization(groups=-1, center=False)(h)
    y = layers.Dense(2, name="y")(layers.Flatten()(h))
    return Case(compiled(Model(x, y), "mse"), ["real"])


@case
def group_norm_options():
    """Each option of GroupNormalization, on ranks 2 and 3."""
    x = Input((4, 6), name="x")
    h = layers.GroupNormalization(2, axis=1, scale=False, epsilon=0.01)(x)
    h = layers.GroupNormalization(
        3, axis=2, beta_initializer="ones", gamma_initializer="he_normal", beta_regularizer="l2",
        gamma_regularizer="l1", beta_constraint="non_neg", gamma_constraint="max_norm")(h)
    h = layers.GroupNormalization(groups=4, axis=-2)(layers.Dense(6, activation="tanh")(h))
    h = layers.GroupNormalization(4)(layers.Dense(8)(layers.Flatten()(h)))
    y = layers.Dense(2, name="y")(h)
    return Case(compiled(Model(x, y), "mse"), ["real"])
