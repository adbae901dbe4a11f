"""Models of Conv2D and pooling."""

from keras import Input, Model, Sequential, layers, ops

from case import Case, case, compiled, flat


@case
def cnn_valid():
    """Convolutions with valid padding, strides, max pooling, Flatten."""
    model = Sequential([
        Input((11, 9, 2), name="image"),
        layers.Conv2D(4, 3, strides=2, activation="relu"),
        layers.Conv2D(5, (1, 2), strides=(1, 2), activation="tanh"),
        layers.MaxPooling2D((2, 1)),
        layers.Flatten(),
        layers.Dense(3, activation="softmax"),
    ])
    return Case(compiled(model, "categorical_crossentropy", "rmsprop"), ["onehot"])


@case
def cnn_same():
    """Padding same with strides on even and odd sizes: one-sided padding, pools that overhang."""
    x = Input((10, 7, 2), name="image")
    h = layers.Conv2D(4, 3, strides=2, padding="same", activation="relu")(x)
    h = layers.MaxPooling2D(3, strides=1, padding="same")(h)
    h = layers.Conv2D(4, (2, 4), padding="same", activation="sigmoid")(h)
    h = layers.AveragePooling2D(2, padding="same")(h)
    h = layers.Conv2D(3, 1, padding="same")(h)
    y = layers.GlobalAveragePooling2D(name="y")(h)
    return Case(compiled(Model(x, y), "mse", "adam"), ["real"])


@case
def cnn_dilated_grouped():
    """Dilation, groups, no bias, oblong kernels, regularizers, 1x1 convolution with strides."""
    x = Input((10, 9, 4), name="image")
    h = layers.Conv2D(4, (3, 2), groups=2, use_bias=False, activation="relu")(x)
    h = layers.Conv2D(4, 3, dilation_rate=(2, 1), padding="same", activation="elu",
                      kernel_initializer="he_normal", bias_initializer="ones",
                      kernel_regularizer="l2", bias_regularizer="l1",
                      activity_regularizer="l2")(h)
    h = layers.Conv2D(4, 2, dilation_rate=2, padding="valid", groups=4)(h)
    h = layers.Conv2D(2, 1, strides=2, padding="valid", activation="softplus")(h)
    y = layers.Dense(2, name="y")(layers.Flatten()(h))
    return Case(compiled(Model(x, y), "mae"), ["real"])


@case
def pooling():
    """Every padding and stride of both pools, side by side, with and without overlap."""
    x = Input((7, 8, 2), name="image")
    h = layers.Conv2D(2, 3, padding="same")(x)
    pooled = [
        layers.MaxPooling2D(2, padding="same")(h),
        layers.MaxPooling2D((2, 3), strides=(2, 2), padding="same")(h),
        layers.AveragePooling2D((2, 2), padding="same")(h),
        layers.AveragePooling2D(3, strides=2, padding="same")(h),
        layers.AveragePooling2D((3, 2), strides=(1, 2))(h),
        layers.MaxPooling2D((3, 2), strides=(1, 2))(h),
        layers.GlobalAveragePooling2D(keepdims=True)(h),
    ]
    y = layers.Dense(1)(ops.concatenate([flat(p) for p in pooled], axis=1))
    return Case(compiled(Model(x, y), "mse"), ["real"])


@case
def channels_first():
    """Layers with data_format channels_first: kernels as ever, activations transposed."""
    x = Input((2, 8, 7), name="image")
    h = layers.Conv2D(4, 3, padding="same", data_format="channels_first", activation="relu")(x)
    h = layers.BatchNormalization(axis=1)(h)
    h = layers.MaxPooling2D(2, data_format="channels_first")(h)
    h = layers.AveragePooling2D(2, strides=1, padding="same", data_format="channels_first")(h)
    flat = layers.Flatten(data_format="channels_first")(h)
    mean = layers.GlobalAveragePooling2D(data_format="channels_first")(h)
    y = layers.Dense(2)(layers.Concatenate()([flat, mean]))
    return Case(compiled(Model(x, y), "mse"), ["real"])


@case
def digits_cnn():
    """The net of configs/digits_cnn.json, narrower, with dropout at rate 0."""
    x = Input((8, 8, 1), name="image")
    h = layers.Rescaling(1.0 / 16)(x)
    h = layers.Conv2D(3, 3, padding="same", activation="relu")(h)
    h = layers.Conv2D(4, 3, padding="same", activation="relu")(h)
    h = layers.Dropout(0.0)(layers.MaxPooling2D(2)(h))
    h = layers.Dropout(0.0)(layers.Dense(6, activation="relu")(layers.Flatten()(h)))
    y = layers.Dense(10, activation="softmax")(h)
    return Case(compiled(Model(x, y, name="digits_cnn"), "sparse_categorical_crossentropy", "adam",
                         metrics=["accuracy"]), ["label"])


@case
def image_bytes():
    """An input of uint8 that Rescaling turns into floats."""
    model = Sequential([
        Input((6, 6, 3), dtype="uint8", name="image"),
        layers.Rescaling(1.0 / 127.5, offset=-1.0),
        layers.Conv2D(4, 3, activation="relu", padding="same"),
        layers.GlobalAveragePooling2D(),
        layers.Dense(1, activation="sigmoid"),
    ])
    return Case(compiled(model, "binary_crossentropy", metrics=["accuracy"]), ["binary"])
