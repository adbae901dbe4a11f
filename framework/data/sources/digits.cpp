#include "framework/data/sources/digits.h"

#include <cstring>

#include "framework/base/error.h"
#include "framework/data/find_data.h"
#include "framework/data/npz.h"
#include "framework/data/source.h"
#include "framework/runtime/process.h"

namespace cornu {

namespace {

DigitsSplit split_of(int64_t index) {
  if (index % 5 == 4) return DigitsSplit::test;
  return index % 10 == 3 ? DigitsSplit::validation : DigitsSplit::train;
}

/// Whoever has a file of this name in front of ours: it must be what we say it is.
void check(const NpzReader& file, const FileArray& x, const FileArray& y) {
  const auto is_image = [](const std::vector<int64_t>& shape) {
    return shape.size() == 4 && shape[0] > 0 && shape[1] == 8 && shape[2] == 8 && shape[3] == 1;
  };
  if (x.dtype == DType::u8 && y.dtype == DType::u8 && is_image(x.shape) &&
      y.shape == std::vector<int64_t>{x.shape[0]})
    return;
  fail<FileError>(quote(file.name()), " does not hold the digits: x is ", x.dtype,
                  shape_text(x.shape), " and y ", y.dtype, shape_text(y.shape),
                  "; they are u8[n, 8, 8, 1] and u8[n].");
}

/// The images of one split, in order.
Tensor choose(const FileArray& array, DigitsSplit split) {
  const int64_t count = array.shape[0];
  const size_t row = array.bytes.size() / static_cast<size_t>(count);
  Bytes chosen(array.bytes.size());
  int64_t taken = 0;
  for (int64_t i = 0; i < count; ++i) {
    if (split != DigitsSplit::all && split_of(i) != split) continue;
    std::memcpy(chosen.data() + static_cast<size_t>(taken) * row,
                array.bytes.data() + static_cast<size_t>(i) * row, row);
    ++taken;
  }
  return Tensor::from_host({array.dtype, Shape(array.shape).with(0, taken), default_device()},
                           chosen.data());
}

Dataset load(DigitsSplit split, const std::vector<std::string>& folders) {
  const NpzReader file =
      NpzReader::open(find_data("digits/digits.npz", folders,
                                "it is bundled with Cornu, as data/digits/digits.npz (115 kB)."));
  const FileArray x = file.read("x"), y = file.read("y");
  check(file, x, y);
  return data::from_arrays(choose(x, split), choose(y, split))
      .with_class_names({"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"});
}

}  // namespace

namespace datasets {

Splits digits() {
  return {load(DigitsSplit::train, {}), load(DigitsSplit::validation, {}),
          load(DigitsSplit::test, {})};
}

Dataset digits(const DigitsOptions& options) { return load(options.split, {}); }

}  // namespace datasets

constinit const DataSource digits_source = {
    .name = "Digits",
    .doc = "1,797 handwritten digits of 8x8 pixels, bundled.",
    .config = &config_type<datasets::DigitsOptions>(),
    .files = {},
    .load = [](const ConfigValue& config, const DataRequest& request) {
      return load(config.as<datasets::DigitsOptions>().split, request.folders);
    }};

}  // namespace cornu
