using Microsoft.AspNetCore.Http;
using RouterMaestro.Application.Calls;
using RouterMaestro.AspNetCore.Auth;

namespace RouterMaestro.AspNetCore.Relay;

/// <summary>The header fields of an HTTP request, without those that hold a key of the gateway.</summary>
internal sealed class HttpCallHeaders(IHeaderDictionary headers, GatewayKeys keys) : CallHeaders
{
    public override void Visit<TState>(TState state, Action<TState, string, string> visit)
    {
        foreach (var (name, values) in headers)
        {
            var value = values.ToString();
            if (!keys.IsIn(value, headers))
            {
                visit(state, name, value);
            }
        }
    }

    internal override string? Find(string name) =>
        headers.TryGetValue(name, out var values) && values.ToString() is { Length: > 0 } value && !keys.IsIn(value, headers) ? value : null;
}
