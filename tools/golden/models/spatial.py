"""Models of layers that pad, cut, permute and enlarge images."""

from keras import Input, Model, Sequential, layers

from case import Case, case, compiled, flat


@case
def padding_cropping():
    """ZeroPadding2D, Cropping2D and Permute, each way of giving margins."""
    x = Input((5, 6, 2), name="image")
    h = layers.ZeroPadding2D()(x)
    h = layers.Conv2D(3, 3, activation="tanh")(h)
    h = layers.ZeroPadding2D((1, 2))(h)
    h = layers.ZeroPadding2D(((0, 1), (2, 0)))(h)
    h = layers.Conv2D(3, 2, strides=2)(h)
    h = layers.Permute((2, 3, 1))(h)
    parts = [
        layers.Cropping2D()(h),
        layers.Cropping2D(1)(h),
        layers.Cropping2D((1, 0))(h),
        layers.Cropping2D(((0, 2), (1, 0)))(h),
    ]
    y = layers.Dense(2, name="y")(layers.Concatenate()([flat(part) for part in parts]))
    return Case(compiled(Model(x, y), "mse"), ["real"])


@case
def spatial_channels_first():
    """The same layers, pooling over all places and enlarging with channels first."""
    x = Input((2, 5, 6), name="image")
    h = layers.ZeroPadding2D(((1, 0), (0, 2)), data_format="channels_first")(x)
    h = layers.Conv2D(3, 2, data_format="channels_first", activation="tanh")(h)
    h = layers.Cropping2D(((0, 1), (2, 1)), data_format="channels_first")(h)
    parts = [
        layers.UpSampling2D((2, 1), data_format="channels_first")(h),
        layers.UpSampling2D(2, data_format="channels_first", interpolation="bilinear")(h),
        layers.GlobalMaxPooling2D(data_format="channels_first")(h),
        layers.GlobalMaxPooling2D(data_format="channels_first", keepdims=True)(h),
        layers.GlobalMaxPooling2D(keepdims=True)(h),
        layers.SpatialDropout2D(0.0, data_format="channels_first", seed=3)(h),
    ]
    y = layers.Dense(2, name="y")(layers.Concatenate()([flat(part) for part in parts]))
    return Case(compiled(Model(x, y), "mse"), ["real"])


@case
def up_sampling():
    """Each interpolation, equal and different factors."""
    x = Input((4, 3, 2), name="image")
    h = layers.Conv2D(2, 2, padding="same", activation="tanh")(x)
    parts = [
        layers.UpSampling2D()(h),
        layers.UpSampling2D(3, interpolation="bilinear")(h),
        layers.UpSampling2D((1, 4), interpolation="bilinear")(h),
        layers.UpSampling2D(2, interpolation="bicubic")(h),
        layers.UpSampling2D((2, 3), interpolation="lanczos3")(h),
        layers.UpSampling2D((3, 2), interpolation="lanczos5")(h),
    ]
    y = layers.Dense(2, name="y")(layers.Concatenate()([flat(part) for part in parts]))
    return Case(compiled(Model(x, y), "mse"), ["real"])


@case
def unet():
    """A U-Net: down by convolutions and pooling, up by both ways, skips by Concatenate."""
    x = Input((8, 8, 1), name="image")
    a = layers.Conv2D(3, 3, padding="same", activation="relu")(x)
    b = layers.Conv2D(4, 3, padding="same", activation="relu")(layers.MaxPooling2D()(a))
    c = layers.Conv2D(5, 3, padding="same", activation="relu")(layers.MaxPooling2D()(b))
    h = layers.UpSampling2D(interpolation="bilinear")(c)
    h = layers.Conv2D(4, 2, padding="same", activation="relu")(layers.Concatenate()([h, b]))
    h = layers.Conv2DTranspose(3, 2, strides=2, padding="same", activation="relu")(h)
    h = layers.SpatialDropout2D(0.0)(layers.Concatenate()([h, a]))
    y = layers.Conv2D(1, 1, activation="sigmoid", name="mask")(h)
    return Case(compiled(Model(x, y, name="unet"), "binary_crossentropy", "adam"), ["binary"],
                batch=3)


@case
def decoder():
    """A generator: Dense, Reshape, UpSampling2D and Conv2DTranspose, LeakyReLU between."""
    model = Sequential([
        Input((5,), name="code"),
        layers.Dense(12),
        layers.LeakyReLU(),
        layers.Reshape((2, 2, 3)),
        layers.UpSampling2D(),
        layers.Conv2D(4, 3, padding="same", use_bias=False),
        layers.BatchNormalization(),
        layers.LeakyReLU(negative_slope=0.2),
        layers.Conv2DTranspose(2, 4, strides=2, padding="same", use_bias=False),
        layers.Activation("tanh"),
    ])
    return Case(compiled(model, "mse", "adam"), ["real"], batch=4)


@case
def frozen_layers():
    """Every layer that images go through, with trainable false, and a head that is trained."""
    x = Input((6, 6, 2), name="image")
    frozen = {"trainable": False}
    h = layers.GaussianNoise(0.0, **frozen)(layers.ZeroPadding2D(**frozen)(x))
    h = layers.PReLU(**frozen)(layers.DepthwiseConv2D(2, **frozen)(h))
    h = layers.LayerNormalization(**frozen)(layers.SeparableConv2D(4, 2, **frozen)(h))
    h = layers.GroupNormalization(2, **frozen)(layers.Conv2DTranspose(4, 2, **frozen)(h))
    h = layers.LeakyReLU(**frozen)(layers.Cropping2D(1, **frozen)(h))
    h = layers.ELU(**frozen)(layers.UpSampling2D(**frozen)(h))
    h = layers.ActivityRegularization(0.01, **frozen)(layers.Permute((1, 3, 2), **frozen)(h))
    flat_h = layers.GlobalMaxPooling2D(**frozen)(h)
    cosine = layers.Dot(1, **frozen)([flat_h, flat_h])
    merged = [layer(**frozen)([flat_h, cosine]) for layer in (
        layers.Add, layers.Subtract, layers.Multiply, layers.Average, layers.Maximum,
        layers.Minimum)]
    y = layers.Dense(2, name="y")(layers.Concatenate(**frozen)(merged))
    return Case(compiled(Model(x, y), "mse"), ["real"])
