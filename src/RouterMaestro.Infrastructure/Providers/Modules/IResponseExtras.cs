using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Infrastructure.Providers.Modules;

/// <summary>Reads what a provider adds to the responses of its protocols, and says what of it callers do not get.</summary>
internal interface IResponseExtras
{
    /// <summary>Returns whether a document may hold something. It is asked for each frame, so that it must be quick.</summary>
    bool MayBeIn(ReadOnlySpan<byte> json);

    /// <summary>Reads a document.</summary>
    /// <param name="model">The model that responds.</param>
    /// <param name="json">A response or the data of a frame.</param>
    /// <param name="removed">Receives the places of the members that callers do not get, in their order.</param>
    /// <returns>What the provider says that the response costs; null if it says nothing here.</returns>
    StatedCost? Read(ModelRef model, ReadOnlySpan<byte> json, List<ByteRange> removed);

    /// <summary>Reads the tokens that a stated cost is for.</summary>
    /// <param name="cost">The cost.</param>
    /// <returns>The tokens; null if the provider does not say them, or says something that cannot be read.</returns>
    TokenUsage? ChargedTokens(StatedCost cost);

    /// <summary>Returns whether callers do not get an event at all.</summary>
    bool IsWithheld(ReadOnlySpan<byte> eventName);

    /// <summary>Reads a header field of a response.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value, as it came.</param>
    /// <param name="mask">Masks what is kept of it.</param>
    void ReadHeader(string name, string value, Func<string, string> mask);
}
