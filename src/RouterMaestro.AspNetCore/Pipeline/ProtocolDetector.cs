using Microsoft.AspNetCore.Http;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.AspNetCore.Pipeline;

/// <summary>
/// Finds the protocol of a caller: by the path if it belongs to one protocol, otherwise by the version header of a protocol,
/// otherwise the first registered protocol. The form of the credential is not used, because Anthropic's SDKs can send a bearer token too.
/// </summary>
internal sealed class ProtocolDetector(CodecRegistry codecs)
{
    private readonly (string Path, IInboundCodec Codec)[] _paths =
    [
        .. codecs.Inbound.SelectMany(c => c.Description.InboundPaths.Select(path => (Path: path, Codec: c))).OrderByDescending(p => p.Path.Length),
    ];

    private readonly (string Header, IInboundCodec Codec)[] _versions =
        [.. codecs.Inbound.Where(c => c.Description.VersionHeader is not null).Select(c => (c.Description.VersionHeader!.Value.Name, c))];

    private readonly IInboundCodec _default = codecs.Inbound.First(c => c.Description.VersionHeader is null);

    /// <summary>Gets the codec of the caller's protocol.</summary>
    public IInboundCodec Detect(HttpRequest request)
    {
        foreach (var (path, codec) in _paths)
        {
            if (request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase))
            {
                return codec;
            }
        }

        foreach (var (header, codec) in _versions)
        {
            if (request.Headers.ContainsKey(header))
            {
                return codec;
            }
        }

        return _default;
    }
}
