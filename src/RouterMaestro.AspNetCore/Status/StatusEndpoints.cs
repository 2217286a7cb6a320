using System.Reflection;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Application.Ports;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.AspNetCore.Status;

/// <summary>Serves the status of the gateway and the errors of its configuration.</summary>
internal sealed class StatusEndpoints(IGatewayState gateway)
{
    private static readonly string _version =
        typeof(StatusEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    public static Task RootAsync(HttpContext http, IInboundCodec codec) => JsonResult.WriteAsync(http, static (json, version) =>
    {
        json.WriteStartObject();
        json.WriteString("name", "RouterMaestro");
        json.WriteString("version", version);
        json.WriteString("status", "running");
        json.WriteEndObject();
    }, _version);

    public Task HealthAsync(HttpContext http, IInboundCodec codec) => JsonResult.WriteAsync(http, static (json, problems) =>
    {
        json.WriteStartObject();
        json.WriteString("status", problems.IsEmpty ? "healthy" : "degraded");
        if (!problems.IsEmpty)
        {
            json.WriteStartArray("problems");
            foreach (var problem in problems)
            {
                json.WriteStartObject();
                json.WriteString("file", problem.File);
                json.WriteString("message", problem.Message);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }, gateway.Current.Problems);
}
