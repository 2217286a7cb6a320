using System.Text;

namespace RouterMaestro.Protocols.Signatures;

/// <summary>A member of a protocol's JSON that holds a reasoning signature, or other data that a provider encrypts for itself.</summary>
/// <param name="Name">The member's name.</param>
/// <param name="Companion">A text that the document must hold elsewhere for the member to count; null if the name alone suffices.</param>
public sealed record SignatureMember(string Name, string? Companion = null)
{
    private readonly byte[] _key = Encoding.UTF8.GetBytes($"\"{Name}\"");
    private readonly byte[]? _companion = Companion is null ? null : Encoding.UTF8.GetBytes(Companion);

    /// <summary>Gets the name as it stands in JSON, quotes included.</summary>
    internal ReadOnlySpan<byte> Key => _key;

    /// <summary>Returns whether a document may hold the member.</summary>
    /// <param name="json">The document, UTF-8.</param>
    internal bool MayBeIn(ReadOnlySpan<byte> json) => _companion is null || json.IndexOf(_companion) >= 0;
}
