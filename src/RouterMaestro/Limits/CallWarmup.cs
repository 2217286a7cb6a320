using System.Text;
using Microsoft.Extensions.Hosting;
using RouterMaestro.Application;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Limits;

/// <summary>
/// Loads what calls need before the gateway listens. The runtime remembers a type that could not be loaded as broken: if the first call comes
/// while the process has no handle left to open an assembly, every later one would fail too.
/// </summary>
internal sealed class CallWarmup(IRouter router, CodecRegistry codecs) : IHostedService
{
    // the member that is not there is refused by each protocol's own validation or by ours, before a provider is asked
    private static readonly byte[] _body = Encoding.UTF8.GetBytes("""{"model":" ","max_tokens":1,"messages":[{"role":"user","content":"Hello"}],"input":"Hello"}""");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        AssemblyLoader.LoadReferences(typeof(CallWarmup).Assembly);
        foreach (var codec in codecs.Inbound)
        {
            await RefuseAsync(codec, cancellationToken).ConfigureAwait(false);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task RefuseAsync(IInboundCodec codec, CancellationToken cancellationToken)
    {
        var reading = codec.ReadFacts(_body, RequestHints.None);
        using var call = new InboundCall(codec, _body, reading.Facts ?? new RequestFacts(""), reading.Map);
        try
        {
            var reply = await router.RelayAsync(call, cancellationToken).ConfigureAwait(false);
            await reply.DisposeAsync().ConfigureAwait(false);
        }
        catch (RouterException exception)
        {
            // as it must be: no model has this name
            codec.WriteError(exception.Error);
        }
    }
}
