namespace Countersign.Credentials.Signing.Content;

/// <summary>A file within a manifest: a thumbnail, a prompt (C2PA 2.2 §18.12).</summary>
/// <param name="MediaType">Its IANA media type, e.g. <c>image/jpeg</c>.</param>
/// <param name="Data">Its bytes.</param>
/// <param name="FileName">A file name, or null.</param>
public sealed record EmbeddedData(string MediaType, ReadOnlyMemory<byte> Data, string? FileName = null);

/// <summary>What kind of data an ingredient is, for models, prompts and data sets (C2PA 2.2 §18.20).</summary>
/// <param name="Type">E.g. <c>c2pa.types.generator.prompt</c> or <c>c2pa.types.model</c>.</param>
/// <param name="Version">The version of the thing, or null.</param>
public sealed record AssetType(string Type, string? Version = null)
{
    internal CborValue Encode() => new CborFields().Add("type", Type).Add("version", Version).ToMap();
}
