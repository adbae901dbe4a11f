#include "apps/cornu/samples.h"

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/data/npy.h"
#include "framework/data/npz.h"
#include "framework/data/source.h"
#include "framework/data/sources/csv.h"
#include "framework/data/sources/image_directory.h"
#include "framework/ops/ops.h"

namespace cornu::program {

namespace {

/// The arrays named after the model's inputs; for one input also "x", or the only array.
TensorStruct read_npz(const Model& model, const std::string& path) {
  const NpzReader file = NpzReader::open(path);
  const std::vector<std::string> names = model.input_names();
  if (names.size() <= 1) {
    for (const std::string& name : {names.empty() ? std::string("x") : names[0], std::string("x")})
      if (file.contains(name)) return tensor_of(file.read(name));
    if (file.names().size() == 1) return tensor_of(file.read(file.names()[0]));
  }
  Tensors inputs;
  for (const std::string& name : names) inputs.push_back(tensor_of(file.read(name)));
  return inputs;
}

/// The shape of the only input; empty where calls alone decide.
Shape only_input(const Model& model, const std::string& path) {
  const TensorStruct inputs = model.inputs();
  if (inputs.size() > 1)
    fail<ConfigError>("the model has ", inputs.size(), " inputs (\"",
                      join(model.input_names(), "\", \""), "\"); ", quote(path),
                      " holds one array.\n  hint: give an .npz file with arrays of these names.");
  return inputs.empty() ? Shape() : inputs.flat()[0].shape();
}

TensorStruct read_csv_inputs(const Model& model, const std::string& path) {
  const Shape wanted = only_input(model, path);
  Tensor x = data::csv({.path = path}).x().single();
  // Lines of pixels, say: each line is one sample, whatever its shape.
  if (wanted.ndim() > 2 && wanted.sub(1).known() && wanted.sub(1).elements() == x.shape()[1])
    x = ops::reshape(x, {.newshape = wanted.with(0, x.shape()[0])});
  return x;
}

Samples read_pictures(const Model& model, const std::string& path,
                      const std::vector<std::string>& files) {
  const Shape wanted = only_input(model, path);
  if (wanted.ndim() != 4 || wanted[-1] == unknown)
    fail<ConfigError>("pictures are [samples, height, width, channels]; the model's input is ",
                      wanted, ".");
  int64_t height = wanted[1], width = wanted[2];
  if (height == unknown || width == unknown) {  // a model of any size: the first picture's
    const Image first = read_image(files[0]);
    if (height == unknown) height = first.height;
    if (width == unknown) width = first.width;
  }
  return {load_images(files, height, width, wanted[3]), files};
}

}  // namespace

Samples read_samples(const Model& model, const std::string& path) {
  if (is_folder(path)) {
    const std::vector<std::string> files = list_images(path);
    if (files.empty()) fail<FileError>(quote(path), " has no pictures: .png, .jpg or .jpeg files.");
    return read_pictures(model, path, files);
  }
  if (is_image_name(path)) return read_pictures(model, path, {path});
  if (path.ends_with(".npz")) return {read_npz(model, path), {}};
  if (path.ends_with(".csv")) return {read_csv_inputs(model, path), {}};
  if (path.ends_with(".npy")) {
    only_input(model, path);
    return {tensor_of(read_npy(path)), {}};
  }
  fail<ConfigError>("--data ", path, ": it must be ", kSampleFiles, ".");
}

}  // namespace cornu::program
