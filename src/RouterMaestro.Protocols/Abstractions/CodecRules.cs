using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Signatures;

namespace RouterMaestro.Protocols.Abstractions;

/// <summary>Checks registered codecs, so that a gateway with codecs that contradict each other does not start.</summary>
internal static class CodecRules
{
    /// <exception cref="InvalidOperationException">Codecs contradict each other, or a description is incomplete. The message names the culprit.</exception>
    public static void Check(IInboundCodec[] inbound, IOutboundCodec[] outbound)
    {
        CheckNames([.. inbound.Select(c => (c.Protocol, c.GetType()))]);
        CheckNames([.. outbound.Select(c => (c.Protocol, c.GetType()))]);
        CheckSame(inbound, outbound);
        foreach (var codec in inbound)
        {
            CheckRoutes(codec);
        }

        CheckShared(inbound);
    }

    private static void CheckNames((WireProtocol Protocol, Type Codec)[] registered)
    {
        for (var i = 0; i < registered.Length; i++)
        {
            var (protocol, codec) = registered[i];
            if (ReasoningSignature.IsReserved(protocol.Name))
            {
                throw new InvalidOperationException($"The protocol name '{protocol.Name}' of {codec.FullName} is reserved for the gateway's own marks: choose another name.");
            }

            if (registered.Take(i).FirstOrDefault(other => other.Protocol.Name == protocol.Name).Codec is { } first)
            {
                throw new InvalidOperationException(
                    $"The protocol '{protocol.Name}' is implemented by both {first.FullName} and {codec.FullName}: register one of them only, or rename its protocol.");
            }
        }
    }

    // the halves find each other by the protocol, which compares all its members
    private static void CheckSame(IInboundCodec[] inbound, IOutboundCodec[] outbound)
    {
        foreach (var provider in outbound)
        {
            if (inbound.FirstOrDefault(c => c.Protocol.Name == provider.Protocol.Name) is { } caller && caller.Protocol != provider.Protocol)
            {
                throw new InvalidOperationException(
                    $"{caller.GetType().FullName} and {provider.GetType().FullName} describe the protocol '{provider.Protocol.Name}' differently: both must return the same WireProtocol.");
            }
        }
    }

    private static void CheckRoutes(IInboundCodec codec)
    {
        var routes = codec.Description.Routes;
        if (!routes.Any(r => r.Operation == InboundOperation.Chat))
        {
            throw new InvalidOperationException(
                $"The protocol '{codec.Protocol.Name}' ({codec.GetType().FullName}) has no route for calls: the Routes of its description must have one of InboundOperation.Chat.");
        }

        if (routes.FirstOrDefault(r => !r.Path.StartsWith('/')) is { } relative)
        {
            throw new InvalidOperationException($"The route '{relative.Path}' of the protocol '{codec.Protocol.Name}' ({codec.GetType().FullName}) must begin with a slash.");
        }
    }

    /// <summary>Checks that no two protocols have the same route. They may share model lists if version headers tell their callers apart.</summary>
    private static void CheckShared(IInboundCodec[] inbound)
    {
        Dictionary<(string Method, string Path), IInboundCodec> owners = [];
        foreach (var codec in inbound)
        {
            foreach (var route in codec.Description.Routes.Where(r => r.IsEndpoint))
            {
                if (!owners.TryAdd((route.Method, route.Shape), codec)
                    && owners[(route.Method, route.Shape)] is var owner
                    && !(IsList(route) && AreToldApart(owner, codec)))
                {
                    throw new InvalidOperationException(
                        $"The route {route.Method} {route.Path} belongs to both protocol '{owner.Protocol.Name}' ({owner.GetType().FullName}) and protocol '{codec.Protocol.Name}' ({codec.GetType().FullName}): change one of their paths.");
                }
            }
        }
    }

    private static bool IsList(InboundRoute route) => route.Operation is InboundOperation.ModelList or InboundOperation.Model;

    private static bool AreToldApart(IInboundCodec one, IInboundCodec other) =>
        one != other && one.Description.VersionHeader?.Name != other.Description.VersionHeader?.Name;
}
