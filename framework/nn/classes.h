#pragma once

#include "framework/nn/object.h"

/// The classes of the lists, one constant each: `he_normal_initializer`.
namespace cornu {

extern const ClassDef input_layer;

#define CALLBACK(name) extern const ClassDef name##_callback;
#include "framework/model/callbacks/callbacks.def"
#undef CALLBACK
#define CONSTRAINT(name) extern const ClassDef name##_constraint;
#include "layers/constraints/constraints.def"
#undef CONSTRAINT
#define INITIALIZER(name) extern const ClassDef name##_initializer;
#include "layers/initializers/initializers.def"
#undef INITIALIZER
#define LAYER(name) extern const ClassDef name##_layer;
#include "layers/layers.def"
#undef LAYER
#define LOSS(name) extern const ClassDef name##_loss;
#include "losses/losses.def"
#undef LOSS
#define METRIC(name) extern const ClassDef name##_metric;
#include "metrics/metrics.def"
#undef METRIC
#define MODEL(name) extern const ClassDef name##_model;
#include "framework/model/models.def"
#undef MODEL
#define OPTIMIZER(name) extern const ClassDef name##_optimizer;
#include "optimizers/optimizers.def"
#undef OPTIMIZER
#define REGULARIZER(name) extern const ClassDef name##_regularizer;
#include "layers/regularizers/regularizers.def"
#undef REGULARIZER
#define SCHEDULE(name) extern const ClassDef name##_schedule;
#include "optimizers/schedules/schedules.def"
#undef SCHEDULE

}  // namespace cornu
