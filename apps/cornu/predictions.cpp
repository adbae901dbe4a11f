#include "apps/cornu/predictions.h"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "framework/base/atomic_file.h"
#include "framework/base/error.h"
#include "framework/base/text.h"
#include "framework/data/csv_table.h"
#include "framework/data/npz.h"

namespace cornu::program {

namespace {

Json nested_list(const std::vector<double>& values, const Shape& shape, int64_t axis,
                 size_t& next) {
  if (axis == shape.ndim()) return values[next++];
  Json::Array list;
  for (int64_t i = 0; i < shape[axis]; ++i)
    list.push_back(nested_list(values, shape, axis + 1, next));
  return list;
}

std::string json_text(const Predictions& predictions) {
  Json json = Json::object();
  for (size_t i = 0; i < predictions.outputs.size(); ++i) {
    const Tensor& output = predictions.outputs[i];
    size_t next = 0;
    json.set(predictions.names[i],
             nested_list(output.to_vector<double>(), output.shape(), 0, next));
  }
  return json.dump() + "\n";
}

void write_npz(const Predictions& predictions, const std::string& path) {
  NpzWriter file(path);
  for (size_t i = 0; i < predictions.outputs.size(); ++i) {
    const Tensor& output = predictions.outputs[i];
    Bytes bytes(output.spec().bytes());
    output.copy_to(bytes.data());
    file.add(predictions.names[i], output.dtype(), output.shape().to_vector(), bytes);
  }
  file.finish();
}

std::string class_name(const Predictions& predictions, size_t i) {
  return i < predictions.class_names.size() ? predictions.class_names[i] : std::to_string(i);
}

/// A line for each sample: its name where it has one, then the output's numbers.
std::string csv_text(const Predictions& predictions) {
  const Tensor& output = predictions.outputs[0];
  const std::vector<double> values = output.to_vector<double>();
  const auto rows = static_cast<size_t>(output.ndim() == 0 ? 1 : output.shape()[0]);
  const size_t columns = rows == 0 ? 0 : values.size() / rows;
  const bool named = !predictions.samples.empty();
  std::string text = named ? "sample" : "";
  for (size_t c = 0; c < columns; ++c) {
    if (c > 0 || named) text += ',';
    text += csv_cell(columns == 1 ? predictions.names[0] : class_name(predictions, c));
  }
  text += '\n';
  for (size_t row = 0; row < rows; ++row) {
    if (named) text += csv_cell(predictions.samples[row]);
    for (size_t c = 0; c < columns; ++c) {
      if (c > 0 || named) text += ',';
      text += number_text(values[row * columns + c]);
    }
    text += '\n';
  }
  return text;
}

/// Whether the rows are shares of a whole: a softmax's output.
bool is_classification(const Tensor& output) {
  if (output.ndim() != 2 || output.shape()[1] < 2) return false;
  const std::vector<double> values = output.to_vector<double>();
  const auto classes = static_cast<size_t>(output.shape()[1]);
  for (size_t row = 0; row < values.size(); row += classes) {
    double sum = 0;
    for (size_t i = 0; i < classes; ++i) {
      if (values[row + i] < 0) return false;
      sum += values[row + i];
    }
    if (!(std::abs(sum - 1) <= 1e-3)) return false;  // NaN is no share
  }
  return true;
}

/// Each sample's likeliest three classes: `7: 0.99  1: 0.005  9: 0.002`; by number where they have
/// no names.
std::string top_classes(const Predictions& predictions) {
  const Tensor& output = predictions.outputs[0];
  const std::vector<double> values = output.to_vector<double>();
  const auto classes = static_cast<size_t>(output.shape()[1]);
  const size_t shown = std::min<size_t>(3, classes);
  std::ostringstream text;
  for (size_t row = 0; row < values.size(); row += classes) {
    std::vector<size_t> order(classes);
    for (size_t i = 0; i < classes; ++i) order[i] = i;
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(shown),
                      order.end(),
                      [&](size_t a, size_t b) { return values[row + a] > values[row + b]; });
    if (!predictions.samples.empty()) text << printable(predictions.samples[row / classes]) << "  ";
    for (size_t i = 0; i < shown; ++i)
      text << (i ? "  " : "") << printable(class_name(predictions, order[i])) << ": "
           << values[row + order[i]];
    text << '\n';
  }
  return text.str();
}

}  // namespace

void check_predictions_path(const std::string& path, size_t outputs) {
  if (path.ends_with(".csv") && outputs > 1)
    fail<ConfigError>("--output ", path, ": a .csv file holds one output, the model has ", outputs,
                      ".\n  hint: name an .npz or .json file.");
  if (!path.ends_with(".npz") && !path.ends_with(".json") && !path.ends_with(".csv"))
    fail<ConfigError>("--output ", path, ": it must end in .npz, .csv or .json.");
}

void write_predictions(const Predictions& predictions, const std::string& path) {
  if (path.ends_with(".npz"))
    write_npz(predictions, path);
  else
    write_file(path, path.ends_with(".csv") ? csv_text(predictions) : json_text(predictions));
}

std::string predictions_text(const Predictions& predictions) {
  if (predictions.outputs.size() == 1 && is_classification(predictions.outputs[0]))
    return top_classes(predictions);
  return json_text(predictions);
}

}  // namespace cornu::program
