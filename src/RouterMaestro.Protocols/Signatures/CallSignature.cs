using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.Signatures;

/// <summary>
/// The signature that a provider puts on a call of a tool, and without which it refuses the call in the next request. The canonical conversation has it as
/// reasoning without text before the call: every protocol has a place for that, and clients return it together with the call.
/// </summary>
internal static class CallSignature
{
    private const string Shape = "call ";

    /// <summary>Creates the signature of the reasoning before a call.</summary>
    /// <param name="members">The members of the call, as a JSON object that only the protocol of the provider reads.</param>
    public static string Of(string members) => ReasoningSignature.ForShape(Shape + members);

    /// <summary>Returns true if a signature, escaped or not, belongs to the call after it.</summary>
    public static bool IsOne(ReadOnlySpan<byte> signature) => signature.StartsWith("rm1:from:|call "u8);

    /// <summary>Returns true if a shape is that of the signature of a call.</summary>
    public static bool IsShape(string shape) => shape.StartsWith(Shape, StringComparison.Ordinal);

    /// <summary>Reads the members in a shape.</summary>
    public static string MembersOf(string shape) => shape[Shape.Length..];

    /// <summary>Reads the members of a call in a part before it.</summary>
    /// <returns>The JSON object; null if the part is not the signature of a call.</returns>
    public static string? Read(ContentPart part) =>
        part is ReasoningPart { Text.IsEmpty: true, Signature: { } signature } && ReasoningSignature.ShapeOf(signature) is { } shape && IsShape(shape) ? MembersOf(shape) : null;

    /// <summary>Reads the members of a call in a signature from <see cref="Of"/>.</summary>
    public static string MembersIn(string signature) => MembersOf(ReasoningSignature.ShapeOf(signature)!);
}

/// <summary>
/// Remembers the signatures of one provider's calls, for clients that return nothing of a call but its id, name and arguments.
/// </summary>
internal interface ICallSignatures
{
    /// <summary>Gets a value indicating whether the provider has signed any call.</summary>
    bool Any { get; }

    /// <summary>Finds the signature of a call.</summary>
    /// <param name="call">The call, as its caller returned it.</param>
    /// <returns>The members of the call, as a JSON object; null if none is known.</returns>
    string? Find(ToolCallPart call);

    /// <summary>Records the signature of a call.</summary>
    /// <param name="call">The call, as the caller gets it.</param>
    /// <param name="members">The members of the call, as a JSON object.</param>
    void Remember(ToolCallPart call, string members);
}
