#include "framework/saving/hdf5_variables.h"

#include "framework/base/error.h"

namespace cornu {

void write_value(Hdf5Writer& writer, const std::string& path, const Tensor& value) {
  std::vector<std::byte> bytes(value.spec().bytes());
  value.copy_to(bytes.data());
  writer.dataset(path, value.dtype(), value.shape().to_vector(), bytes);
}

Tensor value_for(const Variable& variable, const Hdf5Reader& reader, const std::string& path) {
  if (reader.find(path)->dtype == variable.dtype() &&
      variable.spec().device.kind == DeviceKind::cpu) {
    Tensor value = Tensor::empty(variable.spec());
    reader.read(path, {static_cast<std::byte*>(value.data()), value.spec().bytes()});
    return value;
  }
  const FileArray array = reader.read(path);
  const Tensor stored =
      Tensor::from_host({array.dtype, Shape(array.shape), {}}, array.bytes.data());
  std::vector<std::byte> converted(variable.spec().bytes());
  const auto count = static_cast<size_t>(variable.shape().elements());
  dispatch(variable.dtype(), [&]<class T>(T) {
    if constexpr (std::is_same_v<T, bool>)
      convert_elements<uint8_t>(array.dtype, stored.data(), count,
                                reinterpret_cast<uint8_t*>(converted.data()));
    else
      convert_elements<T>(array.dtype, stored.data(), count,
                          reinterpret_cast<T*>(converted.data()));
  });
  return Tensor::from_host(variable.spec(), converted.data());
}

const Hdf5Dataset& checked_dataset(const Hdf5Reader& reader, const std::string& path,
                                   const Variable& variable, const std::string& owner) {
  const Hdf5Dataset* dataset = reader.find(path);
  if (!dataset)
    fail<FileError>(reader.name(), ": the weight ", quote(variable.name()), " of ", owner,
                    " is missing.\n  hint: it belongs at ", quote(path),
                    "; is this another model's file?");
  if (!dataset->dtype)
    fail<FileError>(reader.name(), ": ", quote(path), " ", dataset->unreadable, ".");
  if (!(Shape(dataset->shape) == variable.shape()))
    fail<FileError>(reader.name(), ": the weight ", quote(variable.name()), " of ", owner, " is ",
                    Shape(dataset->shape), " in the file, ", variable.shape(), " in the model.");
  return *dataset;
}

}  // namespace cornu
