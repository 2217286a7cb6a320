using RouterMaestro.Application.Affinity;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Application.Calls;

/// <summary>The provider affinity of a call.</summary>
/// <param name="Store">The affinity store of the gateway.</param>
/// <param name="Codecs">Describes the protocols.</param>
/// <param name="Home">The provider that reasoning of unknown origin is ascribed to; null for the candidate's own provider.</param>
/// <param name="HasForeignSignatures">Whether the request holds reasoning signatures of another provider than the candidate's.</param>
internal sealed record CallAffinity(AffinityStore Store, CodecRegistry Codecs, string? Home, bool HasForeignSignatures);
