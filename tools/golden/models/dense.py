"""Models of Dense and elementwise layers."""

from keras import Input, Model, Sequential, constraints, initializers, layers
from keras import regularizers

from case import Case, case, compiled


@case
def dense_sequential():
    """The plainest net: three Dense layers in a Sequential, classes as integers."""
    model = Sequential([
        Input((9,), name="features"),
        layers.Dense(8, activation="relu"),
        layers.Dense(7, activation="tanh", use_bias=False),
        layers.Dense(4, activation="softmax"),
    ], name="plain")
    # jit_compile as Keras chooses it where nobody does.
    return Case(compiled(model, "sparse_categorical_crossentropy", "adam", metrics=["accuracy"],
                         jit_compile="auto"), ["label"])


def _dense_of(names):
    x = Input((6,), name="x")
    branches = [layers.Dense(2, activation=name, name=f"dense_{name}")(x) for name in names]
    y = layers.Dense(2, name="y")(layers.Concatenate()(branches))
    return Case(compiled(Model(x, y), "mse", "rmsprop"), ["real"])


@case
def dense_activations():
    """One Dense for each of the common activations by name, concatenated."""
    return _dense_of(["relu", "tanh", "sigmoid", "softmax", "linear"])


@case
def dense_unit_activations():
    """The same for the smooth relatives of relu."""
    return _dense_of(["gelu", "elu", "selu", "softplus", None])


@case
def dense_other_activations():
    """The same for the rest of the common activations."""
    return _dense_of(["swish", "leaky_relu", "hard_sigmoid", "exponential"])


@case
def dense_high_rank():
    """Dense on rank 3 and 4, Softmax over other axes, Reshape with -1, Flatten."""
    x = Input((3, 4, 5), name="x")
    h = layers.Dense(6, activation="tanh")(x)
    h = layers.Softmax(axis=2, name="softmax_axis")(h)
    h = layers.Reshape((-1, 6))(h)
    h = layers.Dense(2)(h)
    h = layers.Softmax(axis=[1, 2], name="softmax_axes")(h)
    h = layers.Flatten()(layers.Reshape((2, 4, 3))(h))
    y = layers.Dense(3, name="y")(layers.Rescaling(20.0, offset=-0.5)(h))
    return Case(compiled(Model(x, y), "mean_squared_error"), ["real"])


@case
def relu_layers():
    """ReLU with each of its options and all at once, Softmax and Activation as layers."""
    x = Input((8,), name="x")
    h = layers.Dense(8)(x)
    h = layers.Concatenate(axis=1)([
        layers.ReLU()(h),
        layers.ReLU(max_value=0.5)(h),
        layers.ReLU(negative_slope=0.2)(h),
        layers.ReLU(threshold=0.3)(h),
        layers.ReLU(max_value=0.9, negative_slope=0.1, threshold=0.25)(h),
    ])
    h = layers.Activation("tanh")(layers.Dense(5)(h))
    y = layers.Softmax(name="probabilities")(layers.Dense(4)(h))
    return Case(compiled(Model(x, y), "categorical_crossentropy"), ["onehot"])


@case
def regularized():
    """Every regularizer on kernels, biases and activities: all in the loss and the gradients."""
    x = Input((7,), name="x")
    h = layers.Dense(6, activation="relu", kernel_regularizer=regularizers.L1(0.03),
                     bias_regularizer=regularizers.L2(0.05))(x)
    h = layers.Dense(6, activation="tanh", kernel_regularizer=regularizers.L1L2(0.02, 0.04),
                     activity_regularizer=regularizers.L2(0.07))(h)
    h = layers.Activation("sigmoid", activity_regularizer=regularizers.L1(0.06))(h)
    h = layers.Dense(5, kernel_regularizer=regularizers.OrthogonalRegularizer(0.1, "columns"))(h)
    h = layers.Dense(4, kernel_regularizer=regularizers.OrthogonalRegularizer(0.2, "rows"))(h)
    y = layers.Dense(2, kernel_regularizer="l2", bias_regularizer="l1", name="y")(h)
    return Case(compiled(Model(x, y, name="regularized"), "mse"), ["real"])


@case
def constrained():
    """Every constraint in a config, over several axes; they act only after an update."""
    x = Input((5, 5, 2), name="x")
    h = layers.Conv2D(3, 2, kernel_constraint=constraints.MaxNorm(1.5, axis=[0, 1, 2]),
                      bias_constraint=constraints.NonNeg())(x)
    h = layers.Flatten()(h)
    h = layers.Dense(4, kernel_constraint=constraints.UnitNorm(axis=1), bias_constraint="max_norm",
                     activation="tanh")(h)
    h = layers.Dense(4, kernel_constraint=constraints.MinMaxNorm(0.3, 0.8, rate=0.5, axis=0))(h)
    y = layers.Dense(3, kernel_constraint="unit_norm", name="y")(h)
    return Case(compiled(Model(x, y), "huber", "sgd"), ["real"])


@case
def initialized():
    """Every initializer in a config, with options that are not the defaults."""
    kinds = [  # of a kernel and of a bias
        (initializers.Orthogonal(gain=0.7, seed=13), initializers.RandomNormal(0.1, 0.2, seed=3)),
        (initializers.Identity(gain=0.9), initializers.RandomUniform(-0.3, 0.4, seed=4)),
        (initializers.GlorotNormal(seed=7), initializers.TruncatedNormal(-0.1, 0.3, seed=5)),
        (initializers.VarianceScaling(2.0, "fan_avg", "uniform", seed=6), initializers.Ones()),
        (initializers.VarianceScaling(0.5, "fan_out", "untruncated_normal"), initializers.Zeros()),
        (initializers.GlorotUniform(seed=8), initializers.Constant(0.25)),
        (initializers.HeNormal(seed=9), initializers.HeUniform(seed=10)),
        (initializers.LecunNormal(seed=11), initializers.LecunUniform(seed=12)),
    ]
    x = y = Input((3,), name="x")
    for kernel, bias in kinds:
        y = layers.Dense(3, kernel_initializer=kernel, bias_initializer=bias, activation="tanh")(y)
    return Case(compiled(Model(x, y), "mse"), ["real"])


@case
def dense_lora():
    """Dense with low-rank adaptation: the kernel is frozen, its two factors are trained."""
    x = Input((6,), name="x")
    h = layers.Dense(5, activation="relu", lora_rank=2, lora_alpha=3.0)(x)
    y = layers.Dense(3, lora_rank=1, name="y")(h)
    return Case(compiled(Model(x, y), "mse", "adam"), ["real"])


@case
def float64_policy():
    """A float64 input and layers whose dtype is not the default."""
    x = Input((6,), name="x", dtype="float64")
    h = layers.Dense(5, activation="tanh", dtype="float64")(x)
    h = layers.Dense(5, activation="sigmoid", dtype="float32")(h)
    y = layers.Dense(2, dtype="float64", name="y")(h)
    return Case(compiled(Model(x, y), "mse"), ["real"])


@case
def dropout_inference():
    """Dropout with rates above 0; loss and gradients are those of inference."""
    model = Sequential([
        Input((4, 5), name="x"),
        layers.Dropout(0.4, noise_shape=[None, 1, 5], seed=1),
        layers.Dense(6, activation="relu"),
        layers.Dropout(0.25),
        layers.Flatten(),
        layers.Dense(3),
    ])
    return Case(compiled(model, "mse"), ["real"], training=False)


@case
def frozen():
    """Frozen layers in the middle: order of trainable variables, and their regularizers leave."""
    x = Input((6,), name="x")
    h = layers.Dense(5, activation="tanh", kernel_regularizer="l2")(x)
    h = layers.Dense(5, activation="tanh", kernel_regularizer=regularizers.L2(0.5),
                     trainable=False)(h)
    h = layers.BatchNormalization(trainable=False)(h)
    y = layers.Dense(3, name="y")(h)
    return Case(compiled(Model(x, y), "mse"), ["real"])


@case
def activation_layers():
    """LeakyReLU, ELU and PReLU with each option."""
    x = Input((3, 4), name="x")
    h = layers.Dense(4)(x)
    parts = [
        layers.LeakyReLU()(h),
        layers.LeakyReLU(negative_slope=0.1)(h),
        layers.ELU()(h),
        layers.ELU(alpha=0.5)(h),
        layers.PReLU()(h),
        layers.PReLU(shared_axes=[1])(h),
        layers.PReLU(alpha_initializer="he_normal", alpha_regularizer="l2",
                     alpha_constraint="non_neg", shared_axes=[1, 2])(h),
    ]
    y = layers.Dense(2, name="y")(layers.Flatten()(layers.Concatenate()(parts)))
    return Case(compiled(Model(x, y), "mse"), ["real"])


@case
def activity_regularization():
    """ActivityRegularization by l1, l2 and both, and noise layers that add none."""
    model = Sequential([
        Input((4, 4, 3), name="image"),
        layers.GaussianNoise(0.0),
        layers.Dense(4, activation="tanh"),
        layers.ActivityRegularization(l1=0.01),
        layers.SpatialDropout2D(0.0),
        layers.Dense(3, activation="elu"),
        layers.ActivityRegularization(l2=0.02),
        layers.GlobalMaxPooling2D(),
        layers.ActivityRegularization(0.01, 0.03),
        layers.Dense(2),
    ])
    return Case(compiled(model, "mse"), ["real"])


@case
def noise_inference():
    """Layers that draw numbers in training; everything here is inference."""
    x = Input((4, 4, 3), name="image")
    h = layers.GaussianNoise(0.3, seed=7)(x)
    h = layers.SpatialDropout2D(0.4, seed=8)(layers.Conv2D(4, 2, activation="relu")(h))
    h = layers.SpatialDropout2D(0.2, data_format="channels_first")(h)
    h = layers.GaussianNoise(0.5)(layers.GlobalMaxPooling2D()(h))
    return Case(compiled(Model(x, layers.Dense(2, name="y")(h)), "mse"), ["real"], training=False)
