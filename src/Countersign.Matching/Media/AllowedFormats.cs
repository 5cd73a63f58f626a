namespace Countersign.Matching.Media;

/// <summary>
/// The demuxers and decoders that may touch a hostile file, by ffmpeg's names. Absent on purpose: every demuxer that opens
/// what a file names (concat, hls, dash, imf, image2, sdp, applehttp, subtitles with fonts), every script or lavfi source.
/// </summary>
internal static class AllowedFormats
{
    public const string Demuxers =
        "aac,ac3,aiff,amr,ape,asf,au,avi,caf,dsf,eac3,flac,flv,matroska,webm,mov,mp3,mpeg,mpegts,mxf,ogg,tta,w64,wav,wv";

    public const string Decoders =
        // Sound.
        "aac,aac_latm,ac3,eac3,alac,amrnb,amrwb,libopencore_amrnb,libopencore_amrwb,ape,dca,dsd_lsbf,dsd_msbf,dsd_lsbf_planar,dsd_msbf_planar,"
        + "flac,mp1,mp1float,mp2,mp2float,mp3,mp3float,opus,libopus,vorbis,libvorbis,speex,libspeex,tta,truehd,wavpack,wmav1,wmav2,wmapro,wmalossless,"
        + "adpcm_ms,adpcm_ima_wav,adpcm_ima_qt,adpcm_swf,gsm,gsm_ms,libgsm,libgsm_ms,nellymoser,"
        + "pcm_alaw,pcm_mulaw,pcm_u8,pcm_s8,pcm_s8_planar,pcm_s16le,pcm_s16be,pcm_s16le_planar,pcm_s16be_planar,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,"
        + "pcm_f32le,pcm_f32be,pcm_f64le,pcm_f64be,pcm_bluray,pcm_dvd,"
        // Pictures.
        + "h263,h264,hevc,vvc,vp6,vp6a,vp6f,vp8,libvpx,vp9,libvpx-vp9,av1,libdav1d,libaom-av1,mpeg1video,mpeg2video,mpegvideo,mpeg4,"
        + "msmpeg4v1,msmpeg4v2,msmpeg4,wmv1,wmv2,wmv3,vc1,theora,flv,mjpeg,prores,dnxhd,dvvideo,ffv1,huffyuv,ffvhuff,utvideo,magicyuv,"
        + "rawvideo,v210,svq1,svq3,cinepak,qtrle,png,cfhd";
}
