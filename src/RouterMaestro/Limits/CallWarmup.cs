using System.Net;
using System.Net.NetworkInformation;
using System.Net.Security;
using System.Net.WebSockets;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Hosting;
using RouterMaestro.Application;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Limits;

/// <summary>
/// Loads what calls need before the gateway listens. The runtime remembers a type that could not be loaded as broken: if the first call comes
/// while the process has no handle left to open an assembly, every later one fails too. Test The_first_calls_load_nothing.
/// </summary>
internal sealed class CallWarmup(IRouter router, CodecRegistry codecs, INameSimilarity names, Microsoft.AspNetCore.Routing.EndpointDataSource endpoints) : IHostedService
{
    // a type of each assembly that only the server and the client of HTTP load, with their first connections, and of one that the first recorded cost loads
    private static readonly Type[] _network =
    [
        typeof(Dns), typeof(SslStream), typeof(X509Chain), typeof(WebSocket), typeof(NetworkInterface), typeof(Regex), typeof(QueryHelpers), typeof(IFormFile), typeof(IAllowAnonymous),
        typeof(BigInteger),
    ];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var type in _network)
        {
            RuntimeHelpers.RunModuleConstructor(type.Module.ModuleHandle);
        }

        // endpoints are built when they are first read; a suggestion for an unknown model has a library of its own,
        // FuzzySharp, which refers to this facade
        _ = endpoints.Endpoints.Count;
        names.Score("a", "b");
        Assembly.Load("System.Runtime.Extensions");
        foreach (var codec in codecs.Inbound)
        {
            await RefuseAsync(codec, cancellationToken).ConfigureAwait(false);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Sends a call that its validator refuses, before a provider, an observer or the log learns of it.</summary>
    private async Task RefuseAsync(IInboundCodec codec, CancellationToken cancellationToken)
    {
        using var call = new InboundCall(codec, "{}"u8, new RequestFacts(""), default) { IsWarmup = true };
        try
        {
            var reply = await router.RelayAsync(call, cancellationToken).ConfigureAwait(false);
            await reply.DisposeAsync().ConfigureAwait(false);
        }
        catch (RouterException exception)
        {
            // the text of an exception needs assemblies too
            _ = exception.ToString();
            codec.WriteError(exception.Error);
        }
    }
}
