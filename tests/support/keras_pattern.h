#pragma once

#include <string>
#include <vector>

#include "framework/model/model.h"

namespace cornu {

/// sin(step), sin(2 step), …: values that a program of Keras makes as easily.
Tensor pattern(const Shape& shape, double step);
/// (7 i + 3) mod `classes`.
Tensor labels(int64_t count, int64_t classes);
/// The k-th weight becomes pattern(its shape, 0.3 + 0.37 k).
void fill(const Model& model);
void fill(const LayerRef& layer);

/// Ten samples of three numbers, and a number for each.
Tensor line_x();
Tensor line_y();
/// A filled Dense layer for them, not compiled.
Sequential line_of(int64_t units, const Activation& activation = {});
/// One of one unit, for "mse"; by SGD(0.1) where no optimizer is given.
Sequential line(CompileOptions options = {});
Sequential line_by(const OptimizerRef& optimizer);
/// Two layers "a" and "b" of one unit each; SGD(0.1).
Model fork(CompileOptions options);
/// Their data in batches of 4, in order and silently, unless the options say otherwise.
FitOptions in_order(int64_t epochs, Callbacks callbacks = {});

/// All elements, one weight after the other.
std::vector<double> numbers_of(const Tensors& tensors);
std::vector<double> numbers_of(const Model& model);
/// Within 2e-5 of each expected number's size; nan is nan.
void expect_numbers(const std::vector<double>& got, const std::vector<double>& expected,
                    double tolerance = 2e-5);
/// The expected ones; others may be there, too.
void expect_logs(const Logs& logs, const Logs& expected);
void expect_history(const History& history, const std::vector<History::Entry>& expected);

}  // namespace cornu
