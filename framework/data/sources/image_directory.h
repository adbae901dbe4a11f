#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "framework/base/choice.h"
#include "framework/base/field_containers.h"
#include "framework/base/fields.h"
#include "framework/data/dataset.h"
#include "framework/data/images/image.h"

namespace cornu {

enum class ColorMode : uint8_t { grayscale, rgb, rgba };
template <>
struct EnumNames<ColorMode> {
  static constexpr std::array<std::string_view, 3> names = {"grayscale", "rgb", "rgba"};
};
enum class LabelMode : uint8_t { integer, categorical, binary };
template <>
struct EnumNames<LabelMode> {
  static constexpr std::array<std::string_view, 3> names = {"int", "categorical", "binary"};
};
enum class Subset : uint8_t { all, training, validation };
template <>
struct EnumNames<Subset> {
  static constexpr std::array<std::string_view, 3> names = {"all", "training", "validation"};
};

namespace data {

struct ImageDirectoryOptions {
  std::string directory = {};
  Choice<LabelMode> label_mode = LabelMode::integer;
  std::vector<std::string> class_names = {};
  Choice<ColorMode> color_mode = ColorMode::rgb;
  std::vector<int64_t> image_size = {256, 256};
  double validation_split = 0;
  Choice<Subset> subset = Subset::all;
  int64_t seed = 0;
  Choice<Interpolation> interpolation = Interpolation::bilinear;
  static void fields(auto& field, auto& config) {
    field("directory", config.directory, "A folder that has a folder for each class.", required);
    field("label_mode", config.label_mode,
          "\"int\": the class's number; \"categorical\": one-hot; \"binary\": 0 or 1 as float.");
    field("class_names", config.class_names,
          "The folders, in the order of their labels; empty: all, sorted.");
    field("color_mode", config.color_mode, "What pictures are converted to.");
    field("image_size", config.image_size, "Height and width that pictures are resized to.");
    field("validation_split", config.validation_split,
          "Share of the pictures that belongs to the subset \"validation\".");
    field("subset", config.subset,
          "Which part of them: \"training\", \"validation\" or \"all\"; parted by the seed.");
    field("seed", config.seed, "Chooses the pictures of the two parts.");
    field("interpolation", config.interpolation, "How pictures are resized.");
  }
};

/// The PNG and JPEG files of a folder's folders, each of which is a class: float32 images from 0 to
/// 255, as Keras's image_dataset_from_directory reads them, all in memory.
Dataset image_directory(const ImageDirectoryOptions& options);

}  // namespace data

/// The pictures of a folder and of those in it, sorted by path.
std::vector<std::string> list_images(const std::string& folder);
/// Pictures as one array [files, height, width, channels], float32.
Tensor load_images(const std::vector<std::string>& files, int64_t height, int64_t width,
                   int64_t channels, Interpolation interpolation = Interpolation::bilinear);

}  // namespace cornu
