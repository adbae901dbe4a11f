"""Models of depthwise, separable and transposed convolutions."""

from keras import Input, Model, layers, ops

from case import Case, case, compiled, flat


@case
def mobilenet():
    """A small MobileNet: inverted residuals of 1x1, depthwise and 1x1 convolutions, ReLU6."""
    def block(h, filters, strides):
        inside = layers.Conv2D(8, 1, use_bias=False)(h)
        inside = layers.ReLU(6.0)(layers.BatchNormalization()(inside))
        if strides == 2:
            inside = layers.ZeroPadding2D(((0, 1), (0, 1)))(inside)
        inside = layers.DepthwiseConv2D(3, strides, use_bias=False,
                                        padding="valid" if strides == 2 else "same")(inside)
        inside = layers.ReLU(6.0)(layers.BatchNormalization()(inside))
        inside = layers.Conv2D(filters, 1, use_bias=False)(inside)
        inside = layers.BatchNormalization(center=False)(inside)
        return layers.Add()([h, inside]) if strides == 1 else inside

    x = Input((8, 8, 3), name="image")
    h = layers.Conv2D(4, 3, strides=2, padding="same", activation="relu6")(x)
    h = block(block(h, 4, 1), 6, 2)
    h = layers.SeparableConv2D(8, 3, padding="same", activation="relu6")(h)
    y = layers.Dense(3, activation="softmax", name="y")(layers.GlobalAveragePooling2D()(h))
    return Case(compiled(Model(x, y), "sparse_categorical_crossentropy", "adam",
                         metrics=["accuracy"]), ["label"])


@case
def depthwise_options():
    """Each option of DepthwiseConv2D."""
    x = Input((8, 9, 3), name="image")
    h = layers.DepthwiseConv2D((3, 2), depth_multiplier=2, activation="tanh")(x)
    h = layers.DepthwiseConv2D(2, strides=2, padding="same", use_bias=False)(h)
    h = layers.DepthwiseConv2D(3, padding="same", dilation_rate=2, depthwise_initializer="he_normal",
                               bias_initializer="ones", depthwise_regularizer="l2",
                               bias_regularizer="l1", activity_regularizer="l2",
                               depthwise_constraint="max_norm", bias_constraint="non_neg")(h)
    y = layers.Dense(2, name="y")(flat(h))
    return Case(compiled(Model(x, y), "mse"), ["real"])


@case
def separable_options():
    """Each option of SeparableConv2D."""
    x = Input((8, 9, 3), name="image")
    h = layers.SeparableConv2D(4, (2, 3), depth_multiplier=2, activation="tanh")(x)
    h = layers.SeparableConv2D(3, 3, strides=2, padding="same", use_bias=False)(h)
    h = layers.SeparableConv2D(
        4, 2, padding="same", dilation_rate=2, depthwise_initializer="he_normal",
        pointwise_initializer="he_uniform", bias_initializer="ones", depthwise_regularizer="l2",
        pointwise_regularizer="l1", bias_regularizer="l1", activity_regularizer="l2",
        depthwise_constraint="max_norm", pointwise_constraint="unit_norm",
        bias_constraint="non_neg")(h)
    y = layers.Dense(2, name="y")(flat(h))
    return Case(compiled(Model(x, y), "mse"), ["real"])


@case
def transposed_options():
    """Each option of Conv2DTranspose: paddings, output_padding, dilation, windows of all sizes."""
    x = Input((3, 4, 2), name="image")
    h = layers.Conv2DTranspose(3, 3, activation="tanh")(x)
    h = layers.Conv2DTranspose(2, (3, 2), strides=(2, 1), padding="same", use_bias=False)(h)
    parts = [
        layers.Conv2DTranspose(2, 3, strides=2, output_padding=1)(h),
        layers.Conv2DTranspose(1, 3, strides=(3, 2), padding="same", output_padding=(1, 0))(h),
        layers.Conv2DTranspose(1, 1, strides=2)(h),
        layers.Conv2DTranspose(1, 2, strides=3, padding="same")(h),
        layers.Conv2DTranspose(
            1, (2, 3), dilation_rate=(2, 1), kernel_initializer="he_normal",
            bias_initializer="ones", kernel_regularizer="l2", bias_regularizer="l1",
            activity_regularizer="l2", kernel_constraint="max_norm",
            bias_constraint="non_neg")(h),
        layers.Conv2DTranspose(1, 2, dilation_rate=2, padding="same")(h),
    ]
    y = layers.Dense(2, name="y")(layers.Concatenate()([flat(part) for part in parts]))
    return Case(compiled(Model(x, y), "mse"), ["real"], batch=4)


@case
def separable_channels_first():
    """Depthwise, separable and transposed convolutions with channels first."""
    x = Input((3, 6, 5), name="image")
    h = layers.DepthwiseConv2D(3, padding="same", data_format="channels_first")(x)
    h = layers.PReLU(shared_axes=[2, 3])(h)
    # Filters and width differ: Keras on TensorFlow would take one for the other.
    h = layers.SeparableConv2D(3, 2, data_format="channels_first")(h)
    h = layers.LayerNormalization(axis=1)(h)
    h = layers.Conv2DTranspose(2, 2, strides=2, data_format="channels_first")(h)
    h = layers.GroupNormalization(1, axis=1)(h)
    y = layers.Dense(2, name="y")(flat(h))
    return Case(compiled(Model(x, y), "mse"), ["real"])


@case
def convolution_ops():
    """Depthwise and separable convolutions as ops, with kernels that are inputs."""
    x = Input(batch_shape=(2, 6, 5, 3), name="image")
    # Keras's own op for transposed convolutions confuses its arguments.
    kernel = Input(batch_shape=(2, 2, 3, 2), name="kernel")
    points = Input(batch_shape=(2, 1, 6, 4), name="points")
    point = ops.mean(points, axis=0, keepdims=True)
    h = layers.Conv2D(3, 2, padding="same")(x)
    depthwise = ops.depthwise_conv(h, kernel, padding="same")
    separable = ops.separable_conv(h, kernel, point, strides=2)
    first = ops.transpose(h, (0, 3, 1, 2))
    turned = [
        ops.conv(first, kernel[:, :, :, :1], data_format="channels_first", padding="same"),
        ops.depthwise_conv(first, kernel, data_format="channels_first"),
        ops.separable_conv(first, kernel, point, padding="same", data_format="channels_first"),
        ops.max_pool(first, 2, data_format="channels_first"),
        ops.average_pool(first, (3, 2), strides=1, padding="same", data_format="channels_first"),
    ]
    parts = [ops.mean(part, axis=(1, 2)) for part in (depthwise, separable)]
    parts += [ops.mean(part, axis=(2, 3)) for part in turned]
    parts.append(ops.round(3.1 * parts[0], decimals=1))
    y = layers.Dense(2, name="y")(ops.concatenate(parts, axis=1))
    return Case(compiled(Model([x, kernel, points], y), "mse"), ["real"], batch=2)
