using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Countersign.Core.Tests.Architecture;

/// <summary>Core is pure: no I/O, no clock, no chance, no culture, no floating point. Read from what was compiled, not from what was meant.</summary>
public sealed class PurityTests
{
    private static readonly string[] s_types =
    [
        "System.IO.File", "System.IO.Directory", "System.IO.FileStream", "System.IO.Path", "System.IO.StreamReader", "System.IO.StreamWriter",
        "System.Console", "System.Random", "System.TimeProvider", "System.Diagnostics.Stopwatch", "System.Diagnostics.Process",
        "System.Threading.Thread", "System.Threading.Tasks.Task", "System.Threading.Tasks.Parallel",
    ];

    private static readonly string[] s_members =
    [
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today", "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow",
        "System.Guid.NewGuid", "System.Environment.get_TickCount", "System.Environment.get_TickCount64", "System.Environment.GetEnvironmentVariable",
        "System.Globalization.CultureInfo.get_CurrentCulture", "System.Globalization.CultureInfo.get_CurrentUICulture",
    ];

    [Fact]
    public void Core_is_pure() => Assert.Empty(Impurities(Path.Combine(AppContext.BaseDirectory, "Countersign.Core.dll")));

    [Fact]
    public void The_check_finds_what_is_not_pure()
    {
        var found = Impurities(typeof(PurityTests).Assembly.Location);
        Assert.Contains("uses System.IO.File", found);
        Assert.Contains("uses System.Environment.GetEnvironmentVariable", found);
        Assert.Contains(found, impurity => impurity.StartsWith("floating point in ", StringComparison.Ordinal) && impurity.Contains(nameof(Impure), StringComparison.Ordinal));
    }

    /// <summary>What in an assembly is not pure: forbidden types and members it refers to, and floating point in its fields and methods.</summary>
    private static List<string> Impurities(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        var found = new List<string>();
        foreach (var handle in metadata.TypeReferences)
        {
            var type = metadata.GetTypeReference(handle);
            var name = $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
            if (s_types.Contains(name) || name.StartsWith("System.Net.", StringComparison.Ordinal)) found.Add("uses " + name);
        }
        foreach (var handle in metadata.MemberReferences)
        {
            var member = metadata.GetMemberReference(handle);
            if (member.Parent.Kind != HandleKind.TypeReference) continue;
            var type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
            var name = $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}.{metadata.GetString(member.Name)}";
            if (s_members.Contains(name)) found.Add("uses " + name);
        }
        var reader = new FloatingPoint();
        foreach (var handle in metadata.TypeDefinitions)
        {
            var type = metadata.GetTypeDefinition(handle);
            var name = metadata.GetString(type.Name);
            foreach (var field in type.GetFields())
                if (metadata.GetFieldDefinition(field).DecodeSignature(reader, null)) found.Add($"floating point in {name}.{metadata.GetString(metadata.GetFieldDefinition(field).Name)}");
            foreach (var method in type.GetMethods())
            {
                var signature = metadata.GetMethodDefinition(method).DecodeSignature(reader, null);
                if (signature.ReturnType || signature.ParameterTypes.Contains(true)) found.Add($"floating point in {name}.{metadata.GetString(metadata.GetMethodDefinition(method).Name)}");
            }
        }
        return found;
    }

    private sealed class Impure
    {
        public double Share { get; set; }

        public bool Reads() => File.Exists("x") && Share > 0;
    }

    /// <summary>Whether a signature has a float, double or decimal in it anywhere.</summary>
    private sealed class FloatingPoint : ISignatureTypeProvider<bool, object?>
    {
        public bool GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode is PrimitiveTypeCode.Single or PrimitiveTypeCode.Double;
        public bool GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => reader.GetString(reader.GetTypeReference(handle).Name) is "Decimal" or "Half";
        public bool GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => false;
        public bool GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) => reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);
        public bool GetSZArrayType(bool elementType) => elementType;
        public bool GetArrayType(bool elementType, ArrayShape shape) => elementType;
        public bool GetByReferenceType(bool elementType) => elementType;
        public bool GetPointerType(bool elementType) => elementType;
        public bool GetPinnedType(bool elementType) => elementType;
        public bool GetGenericInstantiation(bool genericType, ImmutableArray<bool> typeArguments) => genericType || typeArguments.Contains(true);
        public bool GetGenericMethodParameter(object? genericContext, int index) => false;
        public bool GetGenericTypeParameter(object? genericContext, int index) => false;
        public bool GetFunctionPointerType(MethodSignature<bool> signature) => signature.ReturnType || signature.ParameterTypes.Contains(true);
        public bool GetModifiedType(bool modifier, bool unmodifiedType, bool isRequired) => unmodifiedType;
    }
}
