#include <gtest/gtest.h>

#include "framework/autodiff/tape.h"
#include "framework/nn/input.h"
#include "framework/ops/ops.h"
#include "framework/trace/function.h"
#include "framework/trace/session.h"
#include "tests/support/error_of.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

namespace image = ops::image;
using Values = std::vector<float>;

/// Both orders, and the same values in a compiled program.
void check(const TensorFunction& f, const Tensors& at, const std::string& what) {
  EXPECT_LT(gradient_error(f, at, 1e-6), 1e-6) << what;
  EXPECT_LT(hessian_error(f, at, 1e-6), 1e-4) << what;
  const TracedFunction traced([&](const Tensors& in) { return Tensors{f(in)}; });
  EXPECT_LT(largest_difference(traced(at)[0], f(at)), 1e-12) << what;
}

TEST(Image, Sizes) {
  const Tensor x = constant({{{0, 100}, {10, 200}, {20, 255}}});  // 1 x 3 of two channels
  EXPECT_EQ(image::resize(x, {.size = {1, 2}}).to_vector<int>(),
            (std::vector<int>{2, 125, 18, 241}));
  EXPECT_EQ(image::resize(x, {.size = {2, 1}, .interpolation = "nearest"}).text(),
            "Tensor([[[10 200]] [[10 200]]], shape=(2, 1, 2), dtype=int32)");
  const Tensor overshooting = ops::cast(constant({{{0}, {0}, {255}, {255}}}), DType::u8);
  EXPECT_EQ(image::resize(overshooting, {.size = {1, 8}, .interpolation = "bicubic"})
                .to_vector<uint8_t>(),
            (std::vector<uint8_t>{0, 0, 0, 52, 203, 255, 255, 255}));
}

TEST(Image, Coordinates) {
  const Tensor x = constant({1.f, 2.f, 4.f, 8.f});
  const Tensor at =
      constant({{-5.f, -4.25f, -3.f, -1.5f, -0.25f, 0.5f, 2.75f, 3.25f, 4.f, 5.5f, 8.f, 9.75f}});
  const auto linear = [&](const char* mode) {
    return image::map_coordinates(x, at, {.order = 1, .fill_mode = mode}).to_vector<float>();
  };
  EXPECT_EQ(linear("mirror"), (Values{2, 3.5, 8, 3, 1.25, 1.5, 7, 7, 4, 1.5, 4, 5}));
  EXPECT_EQ(linear("reflect"), (Values{8, 8, 4, 1.5, 1, 1.5, 7, 8, 8, 3, 1, 3.5}));
  EXPECT_EQ(linear("wrap"), (Values{8, 2.75, 2, 6, 2.75, 1.5, 7, 6.25, 1, 3, 1, 3.5}));
  const Tensor whole = constant({{-6, -4, -1, 0, 3, 4, 5, 9}});
  const auto nearest = [&](const char* mode) {
    return image::map_coordinates(x, whole, {.order = 0, .fill_mode = mode, .fill_value = 5})
        .to_vector<float>();
  };
  EXPECT_EQ(nearest("mirror"), (Values{1, 4, 2, 1, 8, 4, 2, 8}));
  EXPECT_EQ(nearest("reflect"), (Values{4, 8, 1, 1, 8, 8, 4, 2}));
  EXPECT_EQ(nearest("wrap"), (Values{4, 1, 8, 1, 8, 1, 2, 2}));
  EXPECT_EQ(nearest("constant"), (Values{5, 5, 5, 1, 8, 5, 5, 5}));
  EXPECT_EQ(nearest("nearest"), (Values{1, 1, 1, 1, 8, 8, 8, 8}));
  const Tensor far = constant({{-1e30f, 1e30f}});
  EXPECT_EQ(image::map_coordinates(x, far, {.order = 1, .fill_value = 5}).to_vector<float>(),
            (Values{5, 5}));
  for (const char* mode : {"wrap", "mirror", "reflect"})
    EXPECT_EQ(image::map_coordinates(constant({3.f}), at, {.order = 1, .fill_mode = mode})
                  .to_vector<float>(),
              Values(12, 3));
  EXPECT_EQ(image::map_coordinates(constant({1, 4}), constant({{0.5, 0.9}}), {.order = 1})
                .to_vector<int>(),
            (std::vector<int>{2, 4}));
}

TEST(Image, Gradients) {
  const Tensor x = arbitrary({2, 4, 5, 3}), at = arbitrary({2, 3, 4}, DType::f64, 1) * 3.0 + 1.6;
  const Tensor turn = constant(std::vector<double>{0.8, -0.6, 0.7, 0.55, 0.9, -0.4, 0, 0.01});
  for (const char* mode : {"constant", "nearest", "wrap", "mirror", "reflect"})
    check(
        [&](const Tensors& in) {
          return image::map_coordinates(ops::tanh(in[0]), in[1], {.order = 1, .fill_mode = mode});
        },
        {arbitrary({4, 5}), at}, mode);
  for (const char* interpolation : {"nearest", "bilinear"})
    for (const char* mode : {"constant", "nearest", "wrap", "reflect"})
      check(
          [&](const Tensors& in) {
            return ops::tanh(image::affine_transform(
                in[0], turn, {.interpolation = interpolation, .fill_mode = mode}));
          },
          {x}, mode);
  const Tensor start = constant(std::vector<double>{0, 0, 0, 3, 4, 0, 4, 3});
  const Tensor corners = ops::reshape(start, {.newshape = {4, 2}});
  check(
      [&](const Tensors& in) {
        return image::perspective_transform(in[0], corners, corners + in[1] * 0.3);
      },
      {x, arbitrary({4, 2}, DType::f64, 2)}, "perspective_transform");
  check([](const Tensors& in) { return image::rgb_to_hsv(in[0] + 1.5); }, {x}, "rgb_to_hsv");
  check([](const Tensors& in) { return image::hsv_to_rgb(in[0] * 0.4 + 0.5); }, {x}, "hsv_to_rgb");
  check([](const Tensors& in) { return ops::tanh(image::rgb_to_grayscale(in[0])); }, {x}, "grey");
  check([](const Tensors& in) { return ops::tanh(image::gaussian_blur(in[0])); }, {x}, "blur");
  check([](const Tensors& in) { return ops::tanh(image::sobel_edges(in[0])); }, {x}, "sobel");
  check([](const Tensors& in) { return image::ssim(in[0], in[1], {.filter_size = 3}); },
        {x, arbitrary({2, 4, 5, 3}, DType::f64, 3)}, "ssim");
  check(
      [](const Tensors& in) {
        return ops::tanh(image::extract_patches(in[0], {.size = {2, 3}, .strides = {2, 1}}));
      },
      {x}, "patches");
  check(
      [](const Tensors& in) {
        return ops::tanh(image::elastic_transform(in[0], {.alpha = 2, .sigma = 1, .seed = 3}));
      },
      {x}, "elastic_transform");
  for (const char* method : {"linear", "cubic", "lanczos3"})
    check(
        [&](const Tensors& in) {
          return image::scale_and_translate(in[0], {6, 4}, in[1] * 0.1 + 1.3, in[2],
                                            {.spatial_dims = {0, 1}, .method = method});
        },
        {arbitrary({5, 3}), arbitrary({2}, DType::f64, 5), arbitrary({2}, DType::f64, 6)}, method);
}

TEST(Image, TransformsAreConstantToGradients) {
  const Tensor x = arbitrary({4, 5, 1}), t = constant({1.f, 0.f, .5f, 0.f, 1.f, .5f, 0.f, 0.f});
  GradientTape tape;
  tape.watch(t);
  EXPECT_FALSE(tape.gradient(image::affine_transform(x, t), t).defined());
}

TEST(Image, ColoursThereAndBack) {
  const Tensor x = ops::abs(arbitrary({3, 5, 3}, DType::f32));
  EXPECT_LT(largest_difference(image::hsv_to_rgb(image::rgb_to_hsv(x)), x), 1e-6);
}

TEST(Image, ElasticTransform) {
  const Tensor x = arbitrary({2, 16, 12, 3}, DType::f32);
  EXPECT_LT(largest_difference(image::elastic_transform(x, {.alpha = 0}), x), 1e-6);
  const Tensor moved = image::elastic_transform(x, {.seed = 5});
  EXPECT_EQ(moved.to_vector<float>(), image::elastic_transform(x, {.seed = 5}).to_vector<float>());
  EXPECT_GT(largest_difference(moved, image::elastic_transform(x, {.seed = 6})), 0.1);
  EXPECT_GT(largest_difference(image::elastic_transform(x), image::elastic_transform(x)), 0.1);
  const Tensor first = ops::transpose(x, {.axes = {{0, 3, 1, 2}}});
  EXPECT_EQ(ops::transpose(moved, {.axes = {{0, 3, 1, 2}}}).to_vector<float>(),
            image::elastic_transform(first, {.seed = 5, .data_format = "channels_first"})
                .to_vector<float>());
  const Tensor flat = ones({9, 8, 1});
  EXPECT_LT(largest_difference(image::elastic_transform(flat, {.fill_mode = "nearest"}), flat),
            1e-6);
}

TEST(Image, ScaleAndTranslateAsDocumented) {
  const Tensor x = ops::reshape(ops::arange(9.0), {.newshape = {3, 3}});
  const Tensor y =
      image::scale_and_translate(x, {5, 5}, constant({2.f, 2.f}), constant({-0.5f, -0.5f}),
                                 {.spatial_dims = {0, 1}, .method = "triangle"});
  EXPECT_EQ(y.text(),
            "Tensor([[0. 0.5 1. 1.5 2.] [1.5 2. 2.5 3. 3.5] [3. 3.5 4. 4.5 5.] [4.5 5. 5.5 6. 6.5] "
            "[6. 6.5 7. 7.5 8.]], shape=(5, 5), dtype=float32)");
  EXPECT_EQ(image::scale_and_translate(constant({0, 9}), {4}, constant({2.f}), constant({0.f}),
                                       {.spatial_dims = {0}, .method = "cubic"})
                .to_vector<int>(),
            (std::vector<int>{0, 2, 7, 9}));
}

TEST(Image, OtherDTypes) {
  const Tensor x = ops::cast(ops::reshape(ops::arange(12), {.newshape = {2, 2, 3}}), DType::u8);
  EXPECT_EQ(image::extract_patches(x, {.size = 2}).spec().text(), "u8[1,1,12]");
  EXPECT_EQ(
      image::crop_images(
          x, {.top_cropping = 1, .left_cropping = 0, .bottom_cropping = 0, .right_cropping = 1})
          .to_vector<uint8_t>(),
      (std::vector<uint8_t>{6, 7, 8}));
  EXPECT_EQ(image::rgb_to_grayscale(ops::cast(x, DType::boolean)).spec().text(), "bool[2,2,1]");
  for (const DType dtype : {DType::f16, DType::bf16}) {
    const Tensor half = ops::cast(x, dtype);
    EXPECT_EQ(image::resize(half, {.size = {3, 3}}).dtype(), dtype);
    EXPECT_EQ(image::affine_transform(half, constant({1, 0, 0, 0, 1, 0, 0, 0})).to_vector<float>(),
              half.to_vector<float>());
    EXPECT_EQ(image::map_coordinates(half, zeros({3, 2}), {.order = 1}).dtype(), dtype);
    EXPECT_EQ(image::ssim(half, half, {.filter_size = 1}).spec().text(),
              Spec(half.dtype(), {}, {}).text());
  }
}

TEST(Image, FunctionalModelsAndUnknownSizes) {
  const Tensor x = Input({4, 6, 3}), any = Input({unknown, unknown, 3}), grey = Input({4, 4, 1});
  EXPECT_EQ(image::resize(any, {.size = {7, 5}}).spec().text(), "f32[?,7,5,3]");
  EXPECT_EQ(image::resize(any, {.size = {7, 5}, .crop_to_aspect_ratio = true}).spec().text(),
            "f32[?,7,5,3]");
  EXPECT_EQ(image::rgb_to_grayscale(any).spec().text(), "f32[?,?,?,1]");
  EXPECT_EQ(image::rgb_to_hsv(any).spec().text(), "f32[?,?,?,3]");
  EXPECT_EQ(image::hsv_to_rgb(x).spec().text(), "f32[?,4,6,3]");
  EXPECT_EQ(image::crop_images(
                any, {.top_cropping = 1, .left_cropping = 2, .target_height = 2, .target_width = 3})
                .spec()
                .text(),
            "f32[?,2,3,3]");
  EXPECT_EQ(image::pad_images(
                any, {.top_padding = 1, .left_padding = 2, .target_height = 20, .target_width = 30})
                .spec()
                .text(),
            "f32[?,20,30,3]");
  EXPECT_EQ(image::extract_patches(x, {.size = 2}).spec().text(), "f32[?,2,3,12]");
  EXPECT_EQ(image::extract_patches_3d(Input({4, 4, 4, 1}), {.size = 2}).spec().text(),
            "f32[?,2,2,2,8]");
  EXPECT_EQ(image::affine_transform(x, Input({8})).spec().text(), "f32[?,4,6,3]");
  EXPECT_EQ(image::perspective_transform(x, Input({4, 2}), Input({4, 2})).spec().text(),
            "f32[?,4,6,3]");
  EXPECT_EQ(image::gaussian_blur(any).spec().text(), "f32[?,?,?,3]");
  EXPECT_EQ(image::sobel_edges(x).spec().text(), "f32[?,4,6,3,2]");
  EXPECT_EQ(image::ssim(x, x, {.filter_size = 3}).spec().text(), "f32[?]");
  EXPECT_EQ(image::elastic_transform(grey).spec().text(), "f32[?,4,4,1]");
  EXPECT_EQ(image::scale_and_translate(x, {-1, 8, 3, 3}, constant({2.f, .5f}), constant({0.f, 0.f}),
                                       {.spatial_dims = {1, 2}})
                .spec()
                .text(),
            "f32[?,8,3,3]");
}

TEST(Image, LazyGraphsOfUnknownShape) {
  const Tensor value = ops::abs(arbitrary({2, 5, 5, 3}, DType::f32));
  const Tensor turn = constant({{1.f, 0.f, .5f, 0.f, 1.f, .5f, 0.f, 0.f}});
  const auto all = [&](const Tensor& x) -> Tensors {
    return {image::resize(x, {.size = {3, 4}, .pad_to_aspect_ratio = true}),
            image::rgb_to_grayscale(x),
            image::rgb_to_hsv(x),
            image::crop_images(
                x, {.top_cropping = 1, .left_cropping = 0, .target_height = 2, .target_width = 3}),
            image::pad_images(
                x, {.top_padding = 1, .left_padding = 0, .target_height = 8, .target_width = 7}),
            image::extract_patches(x, {.size = 2}),
            image::affine_transform(x, turn),
            image::gaussian_blur(x),
            image::sobel_edges(x),
            image::ssim(x, x, {.filter_size = 3}),
            image::elastic_transform(x, {.seed = 2}),
            image::map_coordinates(x, ops::reshape(ops::arange(8.0), {.newshape = {4, 2}}),
                                   {.order = 1})};
  };
  const Tensors expected = all(value);
  for (const std::optional<Shape>& shape :
       {std::optional<Shape>(), std::optional<Shape>({unknown, unknown, unknown, unknown})}) {
    Graph graph;
    Tensor x;
    Tensors results;
    {
      const auto scope = graph.as_default();
      x = shape ? placeholder(DType::f32, {.shape = *shape, .name = "x"})
                : placeholder(DType::f32, {.name = "x"});
      results = all(x);
    }
    Session session(graph);
    for (size_t i = 0; i < results.size(); ++i)
      EXPECT_LT(largest_difference(session.run({results[i]}, {{x, value}})[0], expected[i]), 1e-6)
          << i;
  }
}

TEST(Image, SaysWhatDoesNotFit) {
  const Tensor x = zeros({2, 4, 5, 3}), matrix = zeros({4, 5}), bytes = zeros({4, 4, 3}, DType::u8);
  EXPECT_EQ(error_of([&] {
              image::resize(matrix, {.size = {2, 2}});
            }),
            "ShapeError: resize: f32[4,5] is neither an image nor a batch of them.\n"
            "  hint: an image is [height, width, channels]; a batch has one axis more in front.");
  EXPECT_EQ(error_of([&] { image::rgb_to_hsv(matrix, {.data_format = "channels_first"}); }),
            "ShapeError: rgb_to_hsv: f32[4,5] is neither an image nor a batch of them.\n"
            "  hint: an image is [channels, height, width]; a batch has one axis more in front.");
  EXPECT_EQ(error_of([&] { image::resize(x, {.size = {2}}); }),
            "ValueError: resize: size has 1 number; it must be height and width.");
  EXPECT_EQ(error_of([&] {
              image::resize(x, {.size = {2, 0}});
            }),
            "ValueError: resize: size holds 0; height and width must be positive.");
  EXPECT_EQ(
      error_of([&] {
        image::resize(x,
                      {.size = {2, 2}, .crop_to_aspect_ratio = true, .pad_to_aspect_ratio = true});
      }),
      "ValueError: resize: crop_to_aspect_ratio and pad_to_aspect_ratio are both true; only one "
      "can be.");
  EXPECT_EQ(error_of([&] {
              image::resize(zeros({4, 4, 1}, DType::boolean), {.size = {2, 2}});
            }),
            "DTypeError: resize: images are bool[4,4,1]; truth values have nothing between them.");
  EXPECT_EQ(error_of([&] {
              image::resize(zeros({4, 0, 1}), {.size = {2, 2}});
            }),
            "ShapeError: resize: images f32[4,0,1] have no pixels to interpolate between.");
  EXPECT_EQ(error_of([&] {
              image::resize(x, {.size = {2, 2}, .fill_mode = "nearest"});
            }),
            "ValueError: unknown choice \"nearest\". Known: \"constant\".");
  EXPECT_EQ(error_of([&] { image::rgb_to_hsv(bytes); }),
            "DTypeError: rgb_to_hsv: images are u8[4,4,3]; they must be floating.");
  EXPECT_EQ(error_of([&] {
              image::hsv_to_rgb(zeros({4, 4, 2}));
            }),
            "ShapeError: hsv_to_rgb: images are f32[4,4,2], of 2 channels (axis 2); there must be "
            "3.");
  EXPECT_EQ(error_of([&] { image::crop_images(x, {.top_cropping = 1}); }),
            "ValueError: crop_images: two of top_cropping, bottom_cropping and target_height must "
            "be given, not top_cropping = 1, no bottom_cropping and no target_height.");
  EXPECT_EQ(error_of([&] {
              image::crop_images(
                  x,
                  {.top_cropping = -1, .left_cropping = 0, .target_height = 1, .target_width = 1});
            }),
            "ValueError: crop_images: top_cropping is -1; it must not be negative.");
  EXPECT_EQ(error_of([&] {
              image::crop_images(
                  x,
                  {.top_cropping = 1, .left_cropping = 0, .target_height = 4, .target_width = 1});
            }),
            "ValueError: crop_images: bottom_cropping would be -1: images are f32[2,4,5,3].");
  EXPECT_EQ(error_of([&] {
              image::pad_images(
                  x, {.top_padding = 0, .left_padding = 1, .target_height = 4, .target_width = 5});
            }),
            "ValueError: pad_images: right_padding would be -1: images are f32[2,4,5,3].");
  EXPECT_EQ(error_of([&] {
              image::extract_patches(x, {.size = {2, 2, 2, 2}});
            }),
            "ValueError: extract_patches: size has 4 numbers; patches have 2 axes or 3.");
  EXPECT_EQ(error_of([&] { image::extract_patches(matrix, {.size = 2}); }),
            "ShapeError: extract_patches: f32[4,5] is neither one with 2 spatial axes and channels "
            "nor a batch of them.\n  hint: patches of volumes have three sizes.");
  EXPECT_EQ(error_of([&] { image::extract_patches(x, {.size = 5}); }),
            "ShapeError: extract_patches: axis 1 of a batch of f32[2,4,5,3] is shorter than a "
            "patch of 5.\n  hint: padding = \"same\" keeps small images usable.");
  EXPECT_EQ(error_of([&] { image::affine_transform(x, zeros({6})); }),
            "ShapeError: affine_transform: transform is f32[6]; it must be [8], or [n, 8] for a "
            "batch.");
  EXPECT_EQ(error_of([&] {
              image::affine_transform(x, zeros({3, 8}));
            }),
            "ShapeError: affine_transform: there are 3 transforms of 2 images: f32[2,4,5,3].");
  EXPECT_EQ(error_of([&] { image::affine_transform(x, zeros({8}), {.fill_mode = "mirror"}); }),
            "ValueError: unknown choice \"mirror\". Known: \"constant\", \"nearest\", \"wrap\", "
            "\"reflect\".");
  EXPECT_EQ(error_of([&] {
              image::perspective_transform(x, zeros({4, 2}), zeros({3, 2}));
            }),
            "ShapeError: perspective_transform: end_points are f32[3,2]; they must be [4, 2] for "
            "one image or [n, 4, 2] for a batch.");
  EXPECT_EQ(error_of([&] {
              image::perspective_transform(x, zeros({4, 2}), zeros({2, 4, 2}));
            }),
            "ShapeError: perspective_transform: start_points are f32[4,2], end_points f32[2,4,2]; "
            "both must have one shape.");
  EXPECT_EQ(error_of([&] {
              image::map_coordinates(matrix, zeros({2, 3}), {.order = 2});
            }),
            "ValueError: map_coordinates: order is 2; it must be 0, the nearest element, or 1, "
            "linear.");
  EXPECT_EQ(error_of([&] {
              image::map_coordinates(matrix, zeros({3, 3}), {});
            }),
            "ShapeError: map_coordinates: coordinates are f32[3,3], of 3 axes; inputs are f32[4,5],"
            " of 2.");
  EXPECT_EQ(error_of([&] { image::map_coordinates(matrix, zeros({2}), {}); }),
            "ShapeError: map_coordinates: coordinates are f32[2]; they must be [axes of inputs, "
            "shape...].");
  EXPECT_EQ(error_of([&] {
              image::map_coordinates(zeros({0, 5}), zeros({2, 1}), {});
            }),
            "ShapeError: map_coordinates: inputs f32[0,5] have no elements.");
  EXPECT_EQ(error_of([&] { image::gaussian_blur(x, {.kernel_size = {3}}); }),
            "ValueError: gaussian_blur: kernel_size and sigma have 1 and 2 numbers; each must have "
            "2.");
  EXPECT_EQ(error_of([&] {
              image::gaussian_blur(x, {.kernel_size = {3, 0}});
            }),
            "ValueError: gaussian_blur: kernel_size holds 0; sizes are at least 1.");
  EXPECT_EQ(error_of([&] {
              image::gaussian_blur(x, {.sigma = {0, 1}});
            }),
            "ValueError: gaussian_blur: sigma holds 0.0; deviations are positive.");
  EXPECT_EQ(error_of([&] {
              image::sobel_edges(zeros({4, 4, 1}));
            }),
            "ShapeError: sobel_edges: images are f32[4,4,1]; they must be a batch, of 4 axes.");
  EXPECT_EQ(error_of([&] { image::ssim(x, x); }),
            "ShapeError: ssim: images f32[2,4,5,3] are smaller than the window of 11 pixels.\n"
            "  hint: filter_size sets it.");
  EXPECT_EQ(error_of([&] {
              image::ssim(x, zeros({2, 4, 4, 3}), {.filter_size = 3});
            }),
            "ShapeError: ssim: image1 is f32[2,4,5,3], image2 f32[2,4,4,3]; both must have one "
            "shape.");
  EXPECT_EQ(error_of([&] { image::ssim(x, x, {.filter_size = 0}); }),
            "ValueError: ssim: filter_size is 0, filter_sigma 1.5; both must be positive.");
  EXPECT_EQ(error_of([&] { image::elastic_transform(x, {.sigma = -1}); }),
            "ValueError: elastic_transform: sigma is -1.0; it must be positive.");
  EXPECT_EQ(error_of([&] {
              image::scale_and_translate(matrix, {4}, ones({1}), ones({1}), {.spatial_dims = {0}});
            }),
            "ShapeError: scale_and_translate: output_shape [4] has other axes than f32[4,5].");
  EXPECT_EQ(
      error_of([&] {
        image::scale_and_translate(matrix, {4, 5}, ones({2}), ones({1}), {.spatial_dims = {0}});
      }),
      "ShapeError: scale_and_translate: scale is f32[2], translation f32[1]; both must be "
      "[1], one number for each of spatial_dims.");
}

}  // namespace
}  // namespace cornu
