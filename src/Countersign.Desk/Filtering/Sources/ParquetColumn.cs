using Parquet;
using Parquet.Schema;

namespace Countersign.Desk.Filtering.Sources;

/// <summary>Columns of a Parquet file whose types are known only when it is read.</summary>
internal static class ParquetColumn
{
    /// <summary>Buffers are given back rather than kept: a row group comes once.</summary>
    public static ParquetOptions Frugal { get; } = new() { MaximumSmallPoolFreeBytes = 1 << 20, MaximumLargePoolFreeBytes = 1 << 20 };

    /// <summary>Hands over every value of a flat column of a row group, in order: a text as characters, which hold until the call returns; others as they are.</summary>
    /// <exception cref="NotSupportedException">The column is nested, or of a type that is not read.</exception>
    public static async Task ReadAsync(ParquetRowGroupReader rows, DataField field, Action<ReadOnlyMemory<char>?, object?> take, CancellationToken cancel)
    {
        if (field.MaxRepetitionLevel > 0) throw new NotSupportedException($"the column '{field.Path}' holds lists");
        var type = TypeOf(field);
        if (type == typeof(string)) await RawAsync<ReadOnlyMemory<char>>(rows, field, text => take(text, null), () => take(null, null), cancel).ConfigureAwait(false);
        else if (type == typeof(byte[])) await RawAsync<ReadOnlyMemory<byte>>(rows, field, bytes => take(null, bytes), () => take(null, null), cancel).ConfigureAwait(false);
        else
            foreach (var value in await ValuesAsync(rows, field, type, cancel).ConfigureAwait(false)) take(null, value);
    }

    // Texts and bytes lie in the buffers that were read, and never all of them are objects of their own.
    private static async Task RawAsync<T>(ParquetRowGroupReader rows, DataField field, Action<T> take, Action none, CancellationToken cancel) where T : struct
    {
        var (values, levels) = (new T[rows.RowCount], field.MaxDefinitionLevel > 0 ? new int[rows.RowCount] : []);
        await rows.ReadRawAsync(field, values.AsMemory(), levels.Length > 0 ? levels.AsMemory() : null, null, cancel).ConfigureAwait(false);
        var at = 0;
        for (var row = 0; row < values.Length; row++)
        {
            if (levels.Length > 0 && levels[row] < field.MaxDefinitionLevel) none();
            else take(values[at++]);
        }
    }

    private static async Task<Array> ValuesAsync(ParquetRowGroupReader rows, DataField field, Type type, CancellationToken cancel) => type switch
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
