#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "framework/base/file.h"
#include "framework/data/images/image.h"
#include "framework/data/npz.h"
#include "framework/data/sources/image_directory.h"
#include "tests/support/error_of.h"
#include "tests/support/golden.h"
#include "tests/support/mutations.h"
#include "tests/support/temporary_folder.h"

namespace cornu {
namespace {

constexpr const char* kPngs[] = {"grey.png", "grey_alpha.png", "rgb.png",
                                 "rgba.png", "deep.png",       "palette.png"};
constexpr const char* kJpegs[] = {"grey.jpg", "rgb.jpg"};

std::string image_path(const std::string& name) { return golden_path("images/" + name); }

const NpzReader& expected() {
  static const NpzReader file = NpzReader::open(image_path("images.npz"));
  return file;
}

std::vector<uint8_t> bytes_of(const FileArray& array) {
  const auto* data = reinterpret_cast<const uint8_t*>(array.bytes.data());
  return {data, data + array.bytes.size()};
}

TEST(Images, ReadsPngsAsTensorFlow) {
  for (const std::string name : kPngs) {
    const Image image = read_image(image_path(name));
    const FileArray array = expected().read(name);
    EXPECT_EQ((std::vector<int64_t>{image.height, image.width, image.channels}), array.shape)
        << name;
    EXPECT_EQ(image.pixels, bytes_of(array)) << name;
  }
}

TEST(Images, ReadsJpegsAsTensorFlow) {
  for (const std::string name : kJpegs) {
    const Image image = read_image(image_path(name));
    const std::vector<uint8_t> wanted = bytes_of(expected().read(name));
    ASSERT_EQ(image.pixels.size(), wanted.size()) << name;
    for (size_t i = 0; i < wanted.size(); ++i)  // decoders may round differently
      EXPECT_NEAR(image.pixels[i], wanted[i], 1) << name << " " << i;
  }
}

TEST(Images, ResizesAsKeras) {
  for (const std::string name : kPngs) {
    const Image image = read_image(image_path(name));
    for (const auto& [height, width] : {std::pair{8, 8}, {20, 11}, {3, 4}})
      for (const std::string_view text : EnumNames<Interpolation>::names) {
        const Interpolation mode = Choice<Interpolation>(text);
        const std::string key = concat(name, "/", height, "x", width, "/", text);
        std::vector<float> made(static_cast<size_t>(height * width * image.channels));
        resize_image(image, height, width, mode, made.data());
        const FileArray array = expected().read(key);
        const auto* wanted = reinterpret_cast<const float*>(array.bytes.data());
        ASSERT_EQ(array.bytes.size(), made.size() * sizeof(float)) << key;
        for (size_t i = 0; i < made.size(); ++i) EXPECT_NEAR(made[i], wanted[i], 1e-3) << key;
      }
  }
}

TEST(Images, ConvertsChannels) {
  const Image rgb{1, 2, 3, {255, 0, 0, 10, 20, 30}};
  EXPECT_EQ(with_channels(rgb, 1).pixels, (std::vector<uint8_t>{76, 18}));
  EXPECT_EQ(with_channels(rgb, 4).pixels, (std::vector<uint8_t>{255, 0, 0, 255, 10, 20, 30, 255}));
  EXPECT_EQ(with_channels({1, 1, 2, {9, 100}}, 3).pixels, (std::vector<uint8_t>{9, 9, 9}));
  EXPECT_EQ(with_channels({1, 1, 2, {9, 100}}, 4).pixels, (std::vector<uint8_t>{9, 9, 9, 100}));
  EXPECT_EQ(with_channels({1, 1, 4, {1, 2, 3, 4}}, 3).pixels, (std::vector<uint8_t>{1, 2, 3}));
  EXPECT_EQ(error_of([&] { with_channels(rgb, 2); }),
            "ValueError: pictures have 1, 3 or 4 channels, not 2.");
}

TEST(Images, RefusesWhatIsNoPicture) {
  EXPECT_EQ(error_of([] { decode_image(as_bytes("hello"), "x.png"); }),
            "FileError: x.png: it is neither a PNG nor a JPEG file.");
  const Bytes png = read_file(image_path("rgb.png"));
  EXPECT_EQ(error_of([&] { decode_image(as_bytes(png.text().substr(0, 60)), "x.png"); }),
            "FileError: x.png: the PNG file is damaged: the file ends too early.");
  const Bytes jpeg = read_file(image_path("rgb.jpg"));
  EXPECT_EQ(error_of([&] {
              decode_image(as_bytes(jpeg.text().substr(0, jpeg.size() * 3 / 4)), "x.jpg");
            }),
            "FileError: x.jpg: the JPEG file is damaged: Premature end of JPEG file.");
  std::string huge(png.text());
  huge.replace(16, 8, 8, '\x7f');  // width and height
  EXPECT_NE(
      error_of([&] { decode_image(as_bytes(huge), "x.png"); }).find("the PNG file is damaged: "),
      std::string::npos);
}

/// Cut anywhere, with any byte changed: refused or read, never a crash.
TEST(Images, SurvivesDamage) {
  for (const std::string name : {"rgb.png", "palette.png", "deep.png", "grey.jpg", "rgb.jpg"}) {
    expect_read_or_refused<FileError>(
        read_file(image_path(name)).text(),
        [&](const std::string& damaged) { decode_image(as_bytes(damaged), name); });
  }
}

TEST(ImageDirectory, MakesWhatKerasMakes) {
  for (const std::string mode : {"rgb", "rgba"}) {
    const Dataset dataset = data::image_directory(
        {.directory = image_path("directory"), .color_mode = mode, .image_size = {5, 4}});
    const NpzReader wanted = NpzReader::open(image_path("directory_" + mode + ".npz"));
    const FileArray x = wanted.read("x"), y = wanted.read("y");
    EXPECT_EQ(dataset.x().single().shape().to_vector(), x.shape);
    const std::vector<float> pixels = dataset.x().single().to_vector<float>();
    for (size_t i = 0; i < pixels.size(); ++i)
      EXPECT_NEAR(pixels[i], reinterpret_cast<const float*>(x.bytes.data())[i], 1e-3);
    EXPECT_EQ(dataset.y().single().to_vector<int32_t>(), (std::vector<int32_t>{0, 0, 0, 1, 1}));
    EXPECT_EQ(dataset.class_names(), (std::vector<std::string>{"cats", "dogs"}));
  }
}

TEST(ImageDirectory, PartsAndLabels) {
  const std::string directory = image_path("directory");
  const auto load = [&](const char* subset, double split = 0.4) {
    return data::image_directory({.directory = directory,
                                  .label_mode = "categorical",
                                  .class_names = {"dogs", "cats"},
                                  .color_mode = "grayscale",
                                  .image_size = {2, 2},
                                  .validation_split = split,
                                  .subset = subset});
  };
  EXPECT_EQ(load("training").size(), 3);
  EXPECT_EQ(load("validation").size(), 2);
  const Dataset all = load("all", 0);
  EXPECT_EQ(all.x().single().shape(), (Shape{5, 2, 2, 1}));
  EXPECT_EQ(all.y().single().to_vector<float>(),
            (std::vector<float>{1, 0, 1, 0, 0, 1, 0, 1, 0, 1}));
  const Dataset binary =
      data::image_directory({.directory = directory, .label_mode = "binary", .image_size = {2, 2}});
  EXPECT_EQ(binary.y().single().to_vector<float>(), (std::vector<float>{0, 0, 0, 1, 1}));
}

TEST(ImageDirectory, SaysWhatIsWrong) {
  const std::string directory = image_path("directory");
  const auto error = [&](const data::ImageDirectoryOptions& options) {
    return error_of([&] { data::image_directory(options); });
  };
  EXPECT_EQ(error({.directory = directory, .class_names = {"cat"}}),
            "FileError: \"" + directory + "\" has no folder \"cat\". Did you mean \"cats\"?");
  EXPECT_EQ(error({.directory = directory, .class_names = {"cats", "dogs", "cats"}}),
            "ConfigError: ImageDirectory: the class \"cats\" stands twice.");
  for (const char* name : {"", "..", "../cats"})
    EXPECT_EQ(
        error({.directory = directory, .class_names = {"cats", name}}),
        concat("ConfigError: ImageDirectory: the class ", quote(name), " is no name of a folder."));
  EXPECT_EQ(error({.directory = directory, .image_size = {0, 4}}),
            "ConfigError: ImageDirectory: \"image_size\" is a height and a width of 1 to 65535.");
  EXPECT_EQ(error({.directory = directory, .subset = "training"}),
            "ConfigError: ImageDirectory: a \"subset\" needs a \"validation_split\" above 0 and "
            "below 1, not 0.0.");
  EXPECT_EQ(
      error({.directory = directory, .validation_split = 0.2}),
      "ConfigError: ImageDirectory: a \"validation_split\" needs a \"subset\": \"training\" or "
      "\"validation\".");
  EXPECT_EQ(error({.directory = directory + "/cats"}),
            "FileError: \"" + directory +
                "/cats\" has no pictures.\n  hint: it needs a folder for each class, with .png, "
                ".jpg or .jpeg files in it.");
  EXPECT_EQ(error({.directory = image_path("rgb.png")}),
            "FileError: \"" + image_path("rgb.png") + "\" is no folder.");
}

}  // namespace
}  // namespace cornu
