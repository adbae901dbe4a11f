"""Traces of the optimizers and of the options that all of them have."""

from keras import Input, Sequential, layers
from keras.optimizers import (SGD, Adadelta, Adagrad, Adam, Adamax, AdamW, Lion, LossScaleOptimizer,
                              Nadam, RMSprop, schedules)

from case import compiled
from training import Trace, trace


def _regression(optimizer, **options):
    model = Sequential([Input((4,), name="x"), layers.Dense(5, activation="tanh"),
                        layers.Dense(2)])
    fit = {"epochs": 3, "batch_size": 8}
    return Trace(compiled(model, "mse", optimizer), ["real"], fit, **options)


def _classes(optimizer, **options):
    model = Sequential([Input((4,), name="x"), layers.Dense(6, activation="relu"),
                        layers.Dense(3, activation="softmax")])
    model = compiled(model, "sparse_categorical_crossentropy", optimizer, metrics=["accuracy"])
    return Trace(model, ["label"], {"epochs": 3, "batch_size": 9}, **options)


@trace
def sgd():
    """Plain SGD."""
    return _regression(SGD(0.1))


@trace
def sgd_nesterov():
    """SGD with Nesterov momentum, decoupled weight decay and clipping by value."""
    return _regression(SGD(0.05, momentum=0.9, nesterov=True, weight_decay=0.1, clipvalue=0.3))


@trace
def rmsprop():
    """RMSprop as it comes, but for the rate."""
    return _classes(RMSprop(0.02))


@trace
def rmsprop_momentum():
    """RMSprop with momentum, rho, epsilon, clipping by value and a loss scale."""
    return _regression(RMSprop(0.02, rho=0.8, momentum=0.7, epsilon=1e-3, clipvalue=0.4,
                               loss_scale_factor=8.0))


@trace
def rmsprop_centered():
    """RMSprop with momentum, centered: three kinds of slots."""
    return _regression(RMSprop(0.02, momentum=0.5, centered=True, epsilon=1e-3, clipnorm=0.8))


@trace
def adam():
    """Adam as it comes, but for the rate."""
    return _classes(Adam(0.02))


@trace
def adam_amsgrad():
    """Adam with amsgrad, weight decay, other betas and epsilon."""
    return _classes(Adam(0.03, beta_1=0.8, beta_2=0.9, epsilon=1e-4, amsgrad=True,
                         weight_decay=0.05))


@trace
def adam_clipnorm():
    """Adam with each gradient's norm clipped."""
    return _regression(Adam(0.02, clipnorm=0.2))


@trace
def adam_global_clipnorm():
    """Adam with the norm of all gradients clipped."""
    return _regression(Adam(0.02, global_clipnorm=0.5))


@trace
def adam_clipvalue():
    """Adam with gradients clipped elementwise, after they were unscaled."""
    return _regression(Adam(0.02, clipvalue=0.1, loss_scale_factor=4.0))


@trace
def sgd_ema():
    """Averaged weights, copied into the model when fit ends."""
    return _regression(SGD(0.1, momentum=0.5, use_ema=True, ema_momentum=0.7))


@trace
def adam_ema_overwrite():
    """Averaged weights, copied into the model at every third step as well."""
    return _regression(Adam(0.02, use_ema=True, ema_momentum=0.6, ema_overwrite_frequency=3))


@trace
def adam_accumulation():
    """Gradients of two batches for one update."""
    return _regression(Adam(0.05, gradient_accumulation_steps=2, weight_decay=0.1))


@trace
def rmsprop_everything():
    """Averages, accumulators, slots, weight decay and clipping in one optimizer."""
    optimizer = RMSprop(0.02, momentum=0.6, centered=True, weight_decay=0.02, use_ema=True,
                        ema_momentum=0.9, ema_overwrite_frequency=4, gradient_accumulation_steps=3,
                        global_clipnorm=1.0, epsilon=1e-3)
    return _regression(optimizer)


@trace
def sgd_schedule():
    """A rate that decays by schedule: the optimizer has no variable for it."""
    return _regression(SGD(schedules.ExponentialDecay(0.2, 4, 0.5, staircase=True), momentum=0.5))


@trace
def adam_schedule():
    """Warm-up, then cosine decay, with weight decay that follows the rate."""
    rate = schedules.CosineDecay(0.0, 5, alpha=0.1, warmup_target=0.1, warmup_steps=3)
    return _regression(Adam(rate, weight_decay=0.1))


@trace
def resumed_adam():
    """Goes on from a file saved in the middle of training: slots and iteration are in it."""
    return _classes(Adam(0.02, amsgrad=True), warm_up=2)


@trace
def resumed_sgd():
    """Goes on with SGD's averages and velocity, at the file's step of a schedule."""
    optimizer = SGD(schedules.ExponentialDecay(0.1, 2, 0.8), momentum=0.9, use_ema=True,
                    ema_overwrite_frequency=2)
    return _regression(optimizer, warm_up=1)


@trace
def resumed_accumulation():
    """Goes on in the middle of an accumulation, with averages."""
    return _regression(Adam(0.02, gradient_accumulation_steps=2, use_ema=True), warm_up=1)


@trace
def adamw():
    """AdamW with its own weight decay and amsgrad, under a warm-up and cosine decay."""
    rate = schedules.CosineDecay(0.01, 4, warmup_target=0.05, warmup_steps=4)
    return _classes(AdamW(rate, weight_decay=0.1, amsgrad=True, beta_2=0.9))


@trace
def adamw_everything():
    """AdamW with averages, accumulated gradients, a loss scale and all gradients clipped."""
    optimizer = AdamW(0.03, use_ema=True, ema_momentum=0.8, ema_overwrite_frequency=2,
                      gradient_accumulation_steps=2, loss_scale_factor=4.0, global_clipnorm=0.7)
    return _regression(optimizer)


@trace
def nadam():
    """Nadam with weight decay and clipping by value."""
    return _classes(Nadam(0.03, beta_1=0.8, weight_decay=0.05, clipvalue=0.2))


@trace
def nadam_accumulation():
    """Nadam's product moves once in two batches."""
    return _regression(Nadam(0.05, gradient_accumulation_steps=2, clipnorm=0.5))


@trace
def adagrad():
    """Adagrad from a small accumulator, with weight decay and each gradient's norm clipped."""
    return _classes(Adagrad(0.2, initial_accumulator_value=0.01, epsilon=1e-4, weight_decay=0.02,
                            clipnorm=0.5))


@trace
def adadelta():
    """Adadelta with other rho and epsilon, weight decay and a loss scale."""
    return _regression(Adadelta(1.0, rho=0.8, epsilon=1e-3, weight_decay=0.01,
                                loss_scale_factor=2.0))


@trace
def adamax():
    """Adamax with other betas, weight decay and all gradients clipped."""
    return _classes(Adamax(0.03, beta_1=0.8, beta_2=0.9, weight_decay=0.05, global_clipnorm=0.5))


@trace
def lion():
    """Lion with weight decay and averages."""
    return _regression(Lion(0.02, beta_1=0.8, beta_2=0.9, weight_decay=0.1, use_ema=True))


@trace
def resumed_nadam():
    """Goes on with Nadam: the product of its momentum's shares is in the file."""
    return _classes(Nadam(0.02), warm_up=1)


@trace
def resumed_adadelta():
    """Goes on with Adadelta's two averages."""
    return _regression(Adadelta(1.0, rho=0.9, epsilon=1e-3), warm_up=1)


@trace
def resumed_adamax():
    """Goes on with Adamax's slots and averages."""
    return _regression(Adamax(0.02, use_ema=True, ema_momentum=0.7), warm_up=1)


@trace
def loss_scale():
    """A loss scale around AdamW that doubles after each two finite steps."""
    optimizer = AdamW(0.03, weight_decay=0.1, amsgrad=True, clipnorm=0.5)
    return _regression(LossScaleOptimizer(optimizer, initial_scale=16.0, dynamic_growth_steps=2))
