using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Application.Translation;

/// <summary>The members that every translation has.</summary>
internal interface ITranslation
{
    WireProtocol From { get; }

    WireProtocol To { get; }

    ReadOnlyMemory<byte> Body { get; }
}
