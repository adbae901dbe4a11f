#pragma once

#include "framework/data/dataset.h"
#include "framework/model/fit_options.h"

namespace cornu {

/// The same samples, each with the weight of its label: the argmax where the last axis is not 1,
/// else the rounded label. ValueError where there are weights already, or several targets.
Dataset weigh_classes(const Dataset& dataset, const ClassWeight& class_weight);

}  // namespace cornu
