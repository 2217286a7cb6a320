using System.Collections.Concurrent;
using System.Collections.Frozen;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Infrastructure.Providers.Modules;
using RouterMaestro.Infrastructure.Providers.Profiles;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Infrastructure.Providers.Transport;

/// <summary>
/// The routes of a provider. It has one for each protocol, since a model may have other protocols than its provider, and lists of models
/// come later.
/// </summary>
internal sealed class UpstreamRoutes
{
    private const int MaxModels = 256;

    private readonly FrozenDictionary<WireProtocol, UpstreamRoute> _routes;
    private readonly FrozenDictionary<CallOperation, UpstreamRoute> _operations;
    private readonly ConcurrentDictionary<(WireProtocol, string, bool), UpstreamRoute> _models = [];
    private readonly Func<WireProtocol, string, string?>? _findPath;
    private readonly Func<WireProtocol, string, string?>? _findCountPath;
    private readonly string _baseAddress;

    public UpstreamRoutes(ProviderProfile profile, ProviderParts parts, CodecRegistry codecs)
    {
        _routes = codecs.Outbound.ToFrozenDictionary(c => c.Protocol, c => UpstreamRoute.For(profile, c.Protocol, codecs) with
        {
            Extras = parts.Extras,
            SplitsChoices = parts.SplitsChoices,
            FindFinishOfEmpty = parts.FindFinishOfEmpty,
        });
        _operations = codecs.Operations.ToFrozenDictionary(c => c.Operation, c => UpstreamRoute.For(profile, c, codecs) with { Extras = parts.Extras });
        (_findPath, _findCountPath, _baseAddress) = (parts.FindPath, parts.FindCountPath, profile.BaseAddress);
        ForModels = _routes[profile.Protocols[0]];
    }

    /// <summary>Gets the route by which the model list is requested.</summary>
    public UpstreamRoute ForModels { get; }

    /// <summary>Gets the route of a call.</summary>
    public UpstreamRoute For(CandidateCall call)
    {
        if (call.Call.Facts.Operation != CallOperation.Chat)
        {
            return _operations[call.Call.Facts.Operation];
        }

        var route = _routes[call.Protocol];
        return _findPath is null && route.Description.FindPath is null ? route : ForModel(route, call.Candidate.Model.Id, call.Call.Facts.Stream);
    }

    private UpstreamRoute ForModel(UpstreamRoute route, string model, bool stream)
    {
        if (_models.TryGetValue((route.Protocol, model, stream), out var known))
        {
            return known;
        }

        // callers choose the model names, so their number must be limited
        if (_models.Count >= MaxModels)
        {
            _models.Clear();
        }

        var path = _findPath?.Invoke(route.Protocol, model) ?? route.Description.FindPath?.Invoke(model, stream);
        var own = path is null ? route : route with { Address = new Uri(_baseAddress + path) };
        return _models[(route.Protocol, model, stream)] =
            _findCountPath?.Invoke(route.Protocol, model) is { } counts ? own with { CountAddress = new Uri(_baseAddress + counts) } : own;
    }
}
