#include "framework/data/sources/image_directory.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/base/text.h"
#include "framework/data/find_data.h"
#include "framework/data/permutation.h"
#include "framework/data/source.h"
#include "framework/runtime/process.h"

namespace cornu {

namespace {

namespace fs = std::filesystem;

std::vector<std::string> folders_in(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error))
    if (const std::string name = entry.path().filename(); entry.is_directory() && name[0] != '.')
      names.push_back(name);
  if (error) fail_on_file(folder, "cannot be read", error.value());
  std::sort(names.begin(), names.end());
  return names;
}

/// Pictures and their classes' numbers.
struct Labelled {
  std::vector<std::string> files;
  std::vector<int32_t> labels;
};

Labelled find_files(const std::string& folder, const std::vector<std::string>& classes) {
  Labelled found;
  for (size_t label = 0; label < classes.size(); ++label) {
    const std::string class_folder = folder + "/" + classes[label];
    if (!is_folder(class_folder))
      fail<FileError>(quote(folder), " has no folder ", quote(classes[label]), ".",
                      suggest(classes[label], folders_in(folder)));
    for (std::string& file : list_images(class_folder)) {
      found.files.push_back(std::move(file));
      found.labels.push_back(static_cast<int32_t>(label));
    }
  }
  if (found.files.empty())
    fail<FileError>(quote(folder),
                    " has no pictures.\n  hint: it needs a folder for each class, "
                    "with .png, .jpg or .jpeg files in it.");
  return found;
}

Labelled choose(const Labelled& all, const data::ImageDirectoryOptions& options) {
  if (options.subset == Subset::all) {
    if (options.validation_split == 0) return all;
    fail<ConfigError>(
        "ImageDirectory: a \"validation_split\" needs a \"subset\": \"training\" or "
        "\"validation\".");
  }
  if (!(options.validation_split > 0 && options.validation_split < 1))
    fail<ConfigError>(
        "ImageDirectory: a \"subset\" needs a \"validation_split\" above 0 and below "
        "1, not ",
        number_text(options.validation_split), ".");
  const auto count = static_cast<int64_t>(all.files.size());
  const auto validation =
      static_cast<int64_t>(options.validation_split * static_cast<double>(count));
  std::vector<int64_t> order = permutation(count, static_cast<uint64_t>(options.seed), 0);
  const auto border = order.begin() + (count - validation);
  if (options.subset == Subset::training)
    order.erase(border, order.end());
  else
    order.erase(order.begin(), border);
  if (order.empty())
    fail<ConfigError>("ImageDirectory: a validation_split of ",
                      number_text(options.validation_split), " leaves none of ", count,
                      " pictures to this subset.");
  std::sort(order.begin(), order.end());
  Labelled part;
  for (const int64_t i : order) {
    part.files.push_back(all.files[static_cast<size_t>(i)]);
    part.labels.push_back(all.labels[static_cast<size_t>(i)]);
  }
  return part;
}

Tensor labels_of(const std::vector<int32_t>& labels, LabelMode mode, size_t classes) {
  const auto count = static_cast<int64_t>(labels.size());
  if (mode == LabelMode::integer)
    return Tensor::from_host({DType::i32, Shape{count}, default_device()}, labels.data());
  if (mode == LabelMode::binary) {
    if (classes != 2)
      fail<ConfigError>("ImageDirectory: label_mode \"binary\" needs two classes, there are ",
                        classes, ".");
    const std::vector<float> values(labels.begin(), labels.end());
    return Tensor::from_host({DType::f32, Shape{count, 1}, default_device()}, values.data());
  }
  std::vector<float> values(labels.size() * classes, 0.f);
  for (size_t i = 0; i < labels.size(); ++i)
    values[i * classes + static_cast<size_t>(labels[i])] = 1;
  return Tensor::from_host(
      {DType::f32, Shape{count, static_cast<int64_t>(classes)}, default_device()}, values.data());
}

/// Each is the name of a folder in the folder, and goes to files as text.
void check_classes(const std::vector<std::string>& classes) {
  for (size_t i = 0; i < classes.size(); ++i) {
    const std::string& name = classes[i];
    if (name.empty() || name == "." || name == ".." || name.find('/') != name.npos)
      fail<ConfigError>("ImageDirectory: the class ", quote(name), " is no name of a folder.");
    if (!is_utf8(name))
      fail<ConfigError>("ImageDirectory: the class ", quote(name), " is no UTF-8.");
    if (std::find(classes.begin(), classes.begin() + static_cast<std::ptrdiff_t>(i), name) !=
        classes.begin() + static_cast<std::ptrdiff_t>(i))
      fail<ConfigError>("ImageDirectory: the class ", quote(name), " stands twice.");
  }
}

Dataset load(const data::ImageDirectoryOptions& options, const std::vector<std::string>& folders) {
  const std::vector<int64_t>& size = options.image_size;
  if (size.size() != 2 || size[0] < 1 || size[1] < 1 || size[0] > 65535 || size[1] > 65535)
    fail<ConfigError>("ImageDirectory: \"image_size\" is a height and a width of 1 to 65535.");
  const std::string folder =
      find_data(options.directory, folders, "a relative path is looked for there.");
  if (!is_folder(folder)) fail<FileError>(quote(folder), " is no folder.");
  const std::vector<std::string> classes =
      options.class_names.empty() ? folders_in(folder) : options.class_names;
  check_classes(classes);
  const Labelled chosen = choose(find_files(folder, classes), options);
  constexpr int64_t kChannels[] = {1, 3, 4};
  const Tensor images = load_images(chosen.files, size[0], size[1],
                                    kChannels[static_cast<size_t>(ColorMode(options.color_mode))],
                                    options.interpolation);
  return data::from_arrays(images, labels_of(chosen.labels, options.label_mode, classes.size()))
      .with_class_names(classes);
}

}  // namespace

std::vector<std::string> list_images(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder, error))
    if (entry.is_regular_file() && is_image_name(entry.path().string()))
      files.push_back(entry.path().string());
  if (error) fail_on_file(folder, "cannot be read", error.value());
  std::sort(files.begin(), files.end());
  return files;
}

Tensor load_images(const std::vector<std::string>& files, int64_t height, int64_t width,
                   int64_t channels, Interpolation interpolation) {
  const auto count = static_cast<int64_t>(files.size());
  const Shape shape{count, height, width, channels};
  // The pictures' own memory may be another device's: they are put together on the host.
  const auto each = static_cast<size_t>(height * width * channels);
  std::vector<float> pixels(each * files.size());
  for (size_t i = 0; i < files.size(); ++i)
    resize_image(with_channels(read_image(files[i]), channels), height, width, interpolation,
                 pixels.data() + i * each);
  return Tensor::from_host({DType::f32, shape, default_device()}, pixels.data());
}

Dataset data::image_directory(const ImageDirectoryOptions& options) { return load(options, {"."}); }

constinit const DataSource image_directory_source = {
    .name = "ImageDirectory",
    .doc = "Pictures in a folder for each class.",
    .config = &config_type<data::ImageDirectoryOptions>(),
    .files = {"directory"},
    .load = [](const ConfigValue& config, const DataRequest& request) {
      return load(config.as<data::ImageDirectoryOptions>(), request.folders);
    }};

}  // namespace cornu
