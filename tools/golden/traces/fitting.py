"""Traces of fit's own arguments and of the callbacks."""

from keras import Input, Sequential, layers
from keras.optimizers import SGD, Adam

from case import compiled
from training import Trace, trace


def _trace(fit, rate=0.05, compile=None, **options):
    model = Sequential([Input((4,), name="x"), layers.Dense(6, activation="tanh"),
                        layers.Dense(1)])
    model = compiled(model, "mse", Adam(rate), **{"metrics": ["mae"], **(compile or {})})
    return Trace(model, ["real"], fit, **options)


def _stop(**config):
    return [{"class_name": "EarlyStopping", "config": config}]


@trace
def early_stopping():
    """Stops when val_loss has not improved for two epochs and takes the best weights back."""
    return _trace({"epochs": 40, "batch_size": 8}, validation=8,
                  callbacks=_stop(monitor="val_loss", patience=2, restore_best_weights=True))


@trace
def early_stopping_unmet():
    """Is never called to stop, yet takes the best weights back; runs eagerly."""
    return _trace({"epochs": 5, "batch_size": 8}, rate=0.3, validation=8,
                  compile={"run_eagerly": True},
                  callbacks=_stop(patience=10, restore_best_weights=True))


@trace
def early_stopping_options():
    """min_delta, a baseline, epochs that do not count, a metric that should fall."""
    return _trace({"epochs": 20, "batch_size": 8}, rate=0.02, validation=8,
                  callbacks=_stop(monitor="val_mae", patience=3, min_delta=0.02, mode="min",
                                  baseline=0.9, start_from_epoch=2))


@trace
def model_checkpoint():
    """A file after each epoch that improved val_loss, named after epoch and value."""
    name = "best-{epoch:02d}-{val_loss:.3f}.keras"
    callback = {"class_name": "ModelCheckpoint",
                "config": {"filepath": name, "monitor": "val_loss", "save_best_only": True}}
    return _trace({"epochs": 6, "batch_size": 8}, rate=0.03, validation=8, callbacks=[callback])


@trace
def model_checkpoint_by_batch():
    """A file of weights after every fourth batch, counted across epochs."""
    callback = {"class_name": "ModelCheckpoint",
                "config": {"filepath": "at-{epoch}-{batch}.weights.h5", "save_weights_only": True,
                           "save_freq": 4}}
    return _trace({"epochs": 3, "batch_size": 8}, callbacks=[callback])


@trace
def reduce_on_plateau():
    """Halves the rate at each epoch without improvement, but for those that do not count."""
    callback = {"class_name": "ReduceLROnPlateau",
                "config": {"monitor": "val_loss", "factor": 0.5, "patience": 1, "min_delta": 0.02,
                           "cooldown": 2, "min_lr": 0.02}}
    return _trace({"epochs": 12, "batch_size": 8}, rate=0.2, validation=8, callbacks=[callback])


@trace
def reduce_on_plateau_upwards():
    """Watches a number of training that should grow."""
    callback = {"class_name": "ReduceLROnPlateau",
                "config": {"monitor": "loss", "mode": "max", "factor": 0.7, "patience": 2}}
    return _trace({"epochs": 8, "batch_size": 8}, callbacks=[callback])


@trace
def csv_logger():
    """A table of the epochs; validation only at each second one, so that the first has none."""
    loggers = [{"class_name": "CSVLogger", "config": {"filename": "log.csv"}},
               {"class_name": "CSVLogger",
                "config": {"filename": "semicolons.csv", "separator": ";", "append": True}}]
    return _trace({"epochs": 4, "batch_size": 8, "validation_freq": 2}, validation=8,
                  callbacks=loggers)


@trace
def csv_logger_validated():
    """A table whose first epoch has validation; the optimizer's rate is in it."""
    callbacks = [{"class_name": "ReduceLROnPlateau", "config": {"patience": 1}},
                 {"class_name": "CSVLogger", "config": {"filename": "log.csv"}}]
    return _trace({"epochs": 3, "batch_size": 8}, validation=8, callbacks=callbacks)


@trace
def default_batch():
    """No batch_size: batches of 32, in training and validation."""
    return _trace({"epochs": 2}, samples=70, validation=40)


@trace
def validation_frequency():
    """Validation at every second epoch, in batches of its own size."""
    fit = {"epochs": 4, "batch_size": 8, "validation_freq": 2, "validation_batch_size": 5}
    return _trace(fit, validation=12)


@trace
def validation_epochs():
    """Validation at listed epochs, some steps of it only; a split that does not divide."""
    fit = {"epochs": 4, "batch_size": 4, "validation_freq": [1, 4], "validation_split": 0.37,
           "validation_steps": 2}
    return _trace(fit, samples=30)


@trace
def steps():
    """steps_per_epoch below the number of batches: the next epoch goes on where this one ended."""
    return _trace({"epochs": 3, "batch_size": 8, "steps_per_epoch": 2}, samples=30)


@trace
def steps_per_execution():
    """Three batches per call, not dividing the epoch; epochs counted from a later one."""
    return _trace({"epochs": 5, "batch_size": 5, "initial_epoch": 3},
                  compile={"steps_per_execution": 3})


@trace
def one_batch():
    """Every sample in one batch, larger than the data; targets without the last axis."""
    model = Sequential([Input((3,), name="x"), layers.Dense(1, activation="sigmoid")])
    model = compiled(model, "binary_crossentropy", SGD(0.5), metrics=["accuracy"])
    return Trace(model, ["flat_binary"], {"epochs": 2, "batch_size": 64}, samples=9)
