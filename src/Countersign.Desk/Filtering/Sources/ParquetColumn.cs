using Parquet;
using Parquet.Schema;

namespace Countersign.Desk.Filtering.Sources;

/// <summary>Columns of a Parquet file whose types are known only when it is read.</summary>
internal static class ParquetColumn
{
    /// <summary>A flat column of a row group, as an array of its type or of its nullable.</summary>
    /// <exception cref="NotSupportedException">The column is nested, or of a type that is not read.</exception>
    public static async Task<Array> ReadAsync(ParquetRowGroupReader rows, DataField field, CancellationToken cancel)
    {
        if (field.MaxRepetitionLevel > 0) throw new NotSupportedException($"the column '{field.Path}' holds lists");
        var type = TypeOf(field);
        if (type == typeof(string))
        {
            var texts = new string?[rows.RowCount];
            await rows.ReadAsync(field, texts.AsMemory()!, null, cancel).ConfigureAwait(false);
            return texts;
        }
        if (type == typeof(byte[]))
        {
            var bytes = new byte[]?[rows.RowCount];
            await rows.ReadAsync(field, bytes.AsMemory()!, null, cancel).ConfigureAwait(false);
            return bytes;
        }
        return type switch
        {
            _ when type == typeof(bool) => await ValuesAsync<bool>(rows, field, cancel).ConfigureAwait(false),
            _ when type == typeof(sbyte) => await ValuesAsync<sbyte>(rows, field, cancel).ConfigureAwait(false),
            _ when type == typeof(byte) => await ValuesAsync<byte>(rows, field, cancel).ConfigureAwait(false),
            _ when type == typeof(short) => await ValuesAsync<short>(rows, field, cancel).ConfigureAwait(false),
            _ when type == typeof(ushort) => await ValuesAsync<ushort>(rows, field, cancel).ConfigureAwait(false),
            _ when type == typeof(int) => await ValuesAsync<int>(rows, field, cancel).ConfigureAwait(false),
            _ when type == typeof(uint) => await ValuesAsync<uint>(rows, field, cancel).ConfigureAwait(false),
            _ when type == typeof(long) => await ValuesAsync<long>(rows, field, cancel).ConfigureAwait(false),
            _ when type == typeof(ulong) => await ValuesAsync<ulong>(rows, field, cancel).ConfigureAwait(false),
            _ when type == typeof(float) => await ValuesAsync<float>(rows, field, cancel).ConfigureAwait(false),
            _ when type == typeof(double) => await ValuesAsync<double>(rows, field, cancel).ConfigureAwait(false),
            _ when type == typeof(decimal) => await ValuesAsync<decimal>(rows, field, cancel).ConfigureAwait(false),
            _ when type == typeof(DateTime) => await ValuesAsync<DateTime>(rows, field, cancel).ConfigureAwait(false),
            _ => throw new NotSupportedException($"the column '{field.Path}' is of the type {type.Name}"),
        };
    }

    /// <summary>The type of a column's values as we hold them: texts and bytes have one of the library's own.</summary>
    public static Type TypeOf(DataField field)
    {
        var type = Nullable.GetUnderlyingType(field.ClrType) ?? field.ClrType;
        return type == typeof(ReadOnlyMemory<char>) ? typeof(string) : type == typeof(ReadOnlyMemory<byte>) ? typeof(byte[]) : type;
    }

    private static async Task<Array> ValuesAsync<T>(ParquetRowGroupReader rows, DataField field, CancellationToken cancel) where T : struct
    {
        if (field.IsNullable)
        {
            var some = new T?[rows.RowCount];
            await rows.ReadAsync(field, some.AsMemory(), null, cancel).ConfigureAwait(false);
            return some;
        }
        var all = new T[rows.RowCount];
        await rows.ReadAsync(field, all.AsMemory(), null, cancel).ConfigureAwait(false);
        return all;
    }

    /// <summary>Writes the values of a column, each of its type or null.</summary>
    public static Task WriteAsync(ParquetRowGroupWriter rows, DataField field, List<object?> values, CancellationToken cancel)
    {
        var type = TypeOf(field);
        if (type == typeof(string)) return rows.WriteAsync(field, values.ConvertAll(value => (string)value!), null);
        if (type == typeof(byte[])) return rows.WriteAsync(field, values.ConvertAll(value => (byte[])value!), null);
        return type switch
        {
            _ when type == typeof(bool) => PutAsync<bool>(rows, field, values, cancel),
            _ when type == typeof(sbyte) => PutAsync<sbyte>(rows, field, values, cancel),
            _ when type == typeof(byte) => PutAsync<byte>(rows, field, values, cancel),
            _ when type == typeof(short) => PutAsync<short>(rows, field, values, cancel),
            _ when type == typeof(ushort) => PutAsync<ushort>(rows, field, values, cancel),
            _ when type == typeof(int) => PutAsync<int>(rows, field, values, cancel),
            _ when type == typeof(uint) => PutAsync<uint>(rows, field, values, cancel),
            _ when type == typeof(long) => PutAsync<long>(rows, field, values, cancel),
            _ when type == typeof(ulong) => PutAsync<ulong>(rows, field, values, cancel),
            _ when type == typeof(float) => PutAsync<float>(rows, field, values, cancel),
            _ when type == typeof(double) => PutAsync<double>(rows, field, values, cancel),
            _ when type == typeof(decimal) => PutAsync<decimal>(rows, field, values, cancel),
            _ => PutAsync<DateTime>(rows, field, values, cancel),
        };
    }

    private static Task PutAsync<T>(ParquetRowGroupWriter rows, DataField field, List<object?> values, CancellationToken cancel) where T : struct =>
        field.IsNullable
            ? rows.WriteAsync<T>(field, values.Select(value => (T?)value).ToArray().AsMemory(), null, null, cancel)
            : rows.WriteAsync<T>(field, values.Select(value => (T)value!).ToArray().AsMemory(), null, null, cancel);
}
