using System.Collections.Immutable;
using System.Text.Json;
using MediatR;

namespace RouterMaestro.Domain.Fixtures;

/// <summary>Uses nothing but the base library, so no rule may name it.</summary>
internal sealed record CleanValue(string Name, EquatableArray<string> Tags)
{
    public static CleanValue Read(string json) => new(JsonDocument.Parse(json).RootElement.GetString() ?? "", []);
}

/// <summary>The domain sends no requests.</summary>
internal sealed record DirtyPackage(string Name) : INotification;

/// <summary>The domain opens no sockets.</summary>
internal sealed class DirtySocket
{
    public static async Task<int> LengthAsync(Uri address)
    {
        using var client = new HttpClient();
        return (await client.GetByteArrayAsync(address)).Length;
    }
}

/// <summary>The domain knows no layer above it.</summary>
internal sealed class DirtyUpward
{
    public static string? Explain(RouterMaestro.Protocols.Abstractions.RequestHints hints) => hints.ToString();
}

/// <summary>Members without structural equality, in each shape in which they may hide.</summary>
internal sealed record DirtyMembers(ImmutableArray<string> Names)
{
    public List<string> Notes { get; init; } = [];

    public JsonElement? Extra { get; init; }

    public EquatableArray<List<string>> Nested { get; init; }

    public byte[] Bytes { get; init; } = [];

    public IReadOnlyDictionary<string, string>? Map { get; init; }
}
